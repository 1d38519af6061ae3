"""What other programs may ask, and what they are told."""
