"""``station enrol``: let central know this station, by a code that central printed."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from station.adapters.central import enrolled
from station.adapters.central.enrolled import KnownCentral
from station.adapters.central.line import Line
from station.adapters.config.shipping_sections import is_open
from station.app.courier import central_of
from station.app.opened import for_reading
from station.app.wiring import Station
from station.domain.proof.signed_note import Malformed, VerifierKey, read_key
from station.services.syncing import enrolling
from station.sync_ports import CentralRefused, CentralUnreachable

_PIN_DIGITS = 64


class NotEnrolled(RuntimeError):
    """The station was not enrolled; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where central is said to be, and how its certificate is known."""

    url: str
    ca: Path | None
    pin: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="central's address, such as https://central.example.org")
    parser.add_argument("code", metavar="CODE", help="the one-time code that central printed")
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="PEM file of the authority, if it is your own"
    )
    parser.add_argument("--pin", metavar="SHA256", default="", help="SHA-256 of central's certificate")


def run(options: argparse.Namespace, station: Station) -> int:
    """Enrol, keep what was learned, and print what is to be compared. Raises NotEnrolled."""
    asked = Asked(options.url.rstrip("/"), options.ca, _pin(options.pin))
    if is_open(asked.url) and not station.settings.central.insecure:
        raise NotEnrolled(
            f"{asked.url} is without TLS: everything could be read on the way. Give an address that begins "
            "with https://, or write insecure = true into [central] of station.toml."
        )
    authority = _authority(asked)
    with for_reading(station):
        known = _known(station, asked, authority, options.code)
        enrolled.keep(station.folder.path, known)
        enrolling.begin(station.world)
    _tell(station, read_key(known.key), known)
    return 0


def _pin(text: str) -> str:
    pin = str(text).replace(":", "").lower()
    if pin and (len(pin) != _PIN_DIGITS or set(pin) - set("0123456789abcdef")):
        raise NotEnrolled(
            f"{text!r} is not a SHA-256: 64 digits and letters a to f, colons between them or not."
        )
    return pin


def _authority(asked: Asked) -> str:
    if asked.ca is None:
        return ""
    try:
        return asked.ca.read_text()
    except (OSError, UnicodeDecodeError) as wrong:
        raise NotEnrolled(f"{asked.ca} cannot be read: {wrong}") from wrong


def _known(station: Station, asked: Asked, authority: str, code: str) -> KnownCentral:
    line = Line(asked.url, str(asked.ca or ""), asked.pin)
    world = station.world
    with _plainly(asked):
        central = central_of(line, station.settings, world.signer, world.house.version)
        answer = enrolling.ask(world, central, code)
        read_key(answer.key)
        return KnownCentral(asked.url, answer.central, answer.key, authority, asked.pin)


@contextmanager
def _plainly(asked: Asked) -> Iterator[None]:
    try:
        yield
    except CentralUnreachable as cut:
        raise NotEnrolled(f"{asked.url} did not answer as central does: {cut}") from cut
    except CentralRefused as refused:
        why = refused.why.replace("_", " ")
        raise NotEnrolled(f"Central refused: {why}. {refused.said}".rstrip()) from refused
    except (Malformed, OSError, ValueError) as wrong:
        raise NotEnrolled(f"Central's answer or certificate cannot be used: {wrong}") from wrong


def _tell(station: Station, key: VerifierKey, known: KnownCentral) -> None:
    fours = " ".join(key.fingerprint[n : n + 4] for n in range(0, len(key.fingerprint), 4))
    print(
        f"Enrolled at {known.name} ({known.url}) as station {station.world.house.station}.\n"
        f"Central signs with the key\n  {known.key}\n  fingerprint {fours}\n"
        "Compare the fingerprint with what central shows. Then start the station, or start it again:\n"
        "it ships by itself from then on. Nothing has to be written into station.toml."
    )
    written = station.settings.central.url
    if written and written.rstrip("/") != known.url:
        print(f"[central] in station.toml says {written}, and goes first: change it, or take it out.")
