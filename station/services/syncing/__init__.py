"""A station and central, seen from the station: what waits, what was shipped, what central decided."""
