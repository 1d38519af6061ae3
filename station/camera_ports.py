"""What a camera gives the station: photos, and previews with what may be said of the scene."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as the camera gave it: original JPEG bytes, size in pixels, the camera's time."""

    jpeg: bytes
    width: int
    height: int
    taken_at: datetime
    simulated: bool


class SceneState(StrEnum):
    """Whether what lies before a camera could be photographed now. TAKEN: the last photo shows it."""

    MOVING = "moving"
    DARK = "dark"
    BLURRED = "blurred"
    TAKEN = "taken"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Preview:
    """A small JPEG of what a camera sees now; ``scene`` grows when something was moved."""

    jpeg: bytes
    scene: int
    state: SceneState
