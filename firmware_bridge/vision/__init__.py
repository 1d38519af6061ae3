"""What a photo shows: whether it is sharp and lit, and which codes stand in it."""
