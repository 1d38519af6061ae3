"""Which finished items a supervisor looks at: plans, lots, and when inspection gets harder or easier."""
