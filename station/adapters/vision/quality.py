"""Whether a photo is sharp and lit well enough to prove anything."""
