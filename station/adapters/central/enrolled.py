"""What a station learned when it was enrolled: kept in its data folder, for every start after."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from station.adapters.durable import write_whole


@dataclass(frozen=True, slots=True)
class KnownCentral:
    """Central's address, name and verifier key; the authority (PEM text) and pin it was reached with."""

    url: str
    name: str
    key: str
    authority: str = ""
    pin: str = ""


class EnrolmentUnreadable(RuntimeError):
    """The file of the enrolment is damaged; says what to do."""


def _file(data: Path) -> Path:
    return data / "central" / "enrolled.json"


def authority_file(data: Path) -> Path:
    return data / "central" / "authority.pem"


def read(data: Path) -> KnownCentral | None:
    """Return what was learned, None where the station was never enrolled. Raises EnrolmentUnreadable."""
    try:
        return msgspec.json.decode(_file(data).read_bytes(), type=KnownCentral)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise EnrolmentUnreadable(
            f"{_file(data)} cannot be read: {wrong}. Enrol the station again, with a new code from central."
        ) from wrong


def keep(data: Path, known: KnownCentral) -> None:
    """Write it whole or not at all."""
    _file(data).parent.mkdir(mode=0o700, exist_ok=True)
    if known.authority:
        write_whole(authority_file(data), known.authority.encode())
    write_whole(_file(data), msgspec.json.format(msgspec.json.encode(known)))
