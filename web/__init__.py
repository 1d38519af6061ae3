"""What people see: pages, the live bench, and the words in three languages."""
