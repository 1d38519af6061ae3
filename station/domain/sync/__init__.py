"""What stations and central say to each other, and the rules by which they go on after a fault."""
