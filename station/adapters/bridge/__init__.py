"""The one adapter that touches metal: scans, cameras and what is seen in photos."""
