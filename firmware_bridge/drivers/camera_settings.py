"""Which camera, and how patient to be with it; travels to the camera's process as one JSON argument."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Describe a camera. `source` is a device path, an index as digits, or a URL. Times are in seconds.

    `controls` are applied at every opening (see camera_controls). `gates` are the limits of a good photo
    where they differ from those built in. While somebody looks, codes are read in the middle of the picture:
    `read_share` of its width and height, at most `looks` times a second.

    A request that is not answered within `answer_seconds` means a hung process, which is then replaced;
    within `photo_seconds` the process itself says that no fresh frame came.
    """

    source: str
    width: int = 1920
    height: int = 1080
    fps: float = 30.0
    simulated: bool = False
    jpeg_quality: int = 92
    preview_quality: int = 80
    frozen_seconds: float = 2.0
    stale_seconds: float = 2.5
    photo_seconds: float = 4.0
    answer_seconds: float = 8.0
    hung_seconds: float = 10.0
    reopen_first: float = 0.25
    reopen_cap: float = 2.0
    name: str = "overhead"
    controls: Mapping[str, float] = field(default_factory=dict)
    gates: Mapping[str, float] = field(default_factory=dict)
    reads_codes: bool = True
    read_share: float = 0.7
    looks: float = 15.0
    rest_seconds: float = 3.0

    @property
    def device(self) -> str:
        """Return what its scans are called after."""
        return f"camera:{self.name}"

    @property
    def is_url(self) -> bool:
        """Tell whether the source is a network stream."""
        return "://" in self.source

    def to_json(self) -> str:
        """Write the settings for the camera's process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> CameraSettings:
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))
