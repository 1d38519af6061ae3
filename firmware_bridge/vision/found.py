"""What one reader finds in one look."""

from typing import NamedTuple

from firmware_bridge.vision.views import Corners


class Found(NamedTuple):
    """Hold a code as encoded, the name of its symbology, and its corners in px of what was looked at."""

    text: str
    symbology: str
    corners: Corners
