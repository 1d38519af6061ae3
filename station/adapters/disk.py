"""Room on the disk that holds records and photos."""

import os
from pathlib import Path

from station.sync_ports import Room

_PLENTY = Room(1 << 50, 1 << 50)


class FolderDisk:
    """The disk under a folder. Where the system does not say, there is room: a write will tell."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def room(self) -> Room:
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return _PLENTY
        return Room(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)
