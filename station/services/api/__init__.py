"""Other programs at the door: their tokens, and what their questions are answered with."""
