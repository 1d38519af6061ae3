"""Which photos an entry of a journal names, whoever wrote it: nothing of its shape is believed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_HASH = re.compile("[0-9a-f]{64}")


def photos_named(payload: Mapping[str, Any]) -> Iterator[str]:
    """List the photos by SHA-256, a refused one that was not replaced included; some may come twice."""
    inspection = payload.get("inspection")
    if not isinstance(inspection, Mapping):
        return
    shown = inspection.get("photos")
    photos = shown if isinstance(shown, list | tuple) else ()
    for photo in (*photos, inspection.get("candidate")):
        sha256 = photo.get("sha256") if isinstance(photo, Mapping) else None
        if is_hash(sha256):
            yield str(sha256)


def is_hash(text: object) -> bool:
    """Tell whether this is SHA-256 in hex, as it is written here: lower case, and nothing else."""
    return isinstance(text, str) and _HASH.fullmatch(text) is not None
