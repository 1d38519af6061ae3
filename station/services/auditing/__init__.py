"""What a supervisor does at the desk, and what puts an item there."""
