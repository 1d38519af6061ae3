"""What a supervisor decides of what others graded, why it waits for that, and what it changes."""
