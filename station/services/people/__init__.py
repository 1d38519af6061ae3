"""Who has access, how they prove it anywhere, and what is kept of them."""
