"""Measuring graders: second grades, calibration items and what they say."""
