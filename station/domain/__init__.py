"""What is true of a returned item. Standard library only, no I/O, no clock."""
