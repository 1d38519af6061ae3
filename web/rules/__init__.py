"""Rules on screen: read, edited, checked as typed, walked, tried on history."""
