"""Figures beside their floors, measured in turns in one run. Ratios are what counts, not milliseconds."""
