"""What other systems hear of what happened here: entries of the journal to messages. No I/O, no clock."""
