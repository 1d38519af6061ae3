"""Central: the store that all stations sync to, seen from itself."""
