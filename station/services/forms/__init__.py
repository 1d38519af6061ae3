"""The customer's return form: links to it, what is filled in there, and what the bench is told of it."""
