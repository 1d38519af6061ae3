"""Destinations: who hears of what, what waits for them, and what could not be delivered."""
