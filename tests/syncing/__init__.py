"""A station and central: what is shipped, and what goes wrong on the way."""
