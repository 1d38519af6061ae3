"""Labels as one-bit pictures, and the ways to a printer."""
