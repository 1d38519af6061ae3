"""How well graders grade: second grades, calibration items, agreement, and what a question costs."""
