"""Take over files: look at what one would change, then take all of it or none."""

from station.services.importing.examining import Examined, examine
from station.services.importing.taking import Taken, take_over

__all__ = ["Examined", "Taken", "examine", "take_over"]
