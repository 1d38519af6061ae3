"""Files that a site takes over: their kinds, their columns, and what came of them."""
