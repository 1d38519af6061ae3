"""[camera] or several [[camera]] to settings."""

from collections.abc import Iterable
from dataclasses import replace

from station.adapters.config.kinds import FLAG, ID, TEXT, Kind, number, whole
from station.adapters.config.sections import Section
from station.adapters.config.settings import Camera
from station.domain.phrases import phrase

FIRST = "overhead"
_CONTROL = number(-100_000, 100_000)


def _source(value: object) -> int | str | None:
    known = (isinstance(value, int) and not isinstance(value, bool) and value >= 0) or TEXT.read(value)
    return value if known and isinstance(value, int | str) else None


_SOURCE: Kind[int | str] = Kind(phrase('a camera number, "/dev/..." or an address'), _source, 0)


def cameras(top: Section) -> tuple[Camera, ...]:
    """Read the cameras; a single table needs no name, of several each but the first does."""
    if isinstance(top.table.get("camera"), dict):
        return (_camera(top.section("camera"), FIRST),)
    sections = top.sections("camera")
    read = tuple(_camera(each, "" if number else FIRST) for number, each in enumerate(sections))
    _note_repeated(sections, read)
    return read


def _camera(section: Section, name: str) -> Camera:
    camera = Camera(
        name=section.take("name", ID, name or None),
        source=section.take("source", _SOURCE),
        width=section.take("width", whole(160, 16384), 1920),
        height=section.take("height", whole(120, 16384), 1080),
        fps=section.take("fps", whole(1, 240), 30),
        reads_codes=section.take("reads_codes", FLAG, True),
        read_area=section.take("read_area", number(0.1, 1), 0.7),
        auto_shutter=section.take("auto_shutter", FLAG, False),
    )
    return replace(
        camera,
        auto_exposure=section.maybe("auto_exposure", FLAG),
        exposure=section.maybe("exposure", _CONTROL),
        gain=section.maybe("gain", _CONTROL),
        autofocus=section.maybe("autofocus", FLAG),
        focus=section.maybe("focus", _CONTROL),
        auto_white_balance=section.maybe("auto_white_balance", FLAG),
        white_balance=section.maybe("white_balance", _CONTROL),
    )


def _note_repeated(sections: Iterable[Section], read: Iterable[Camera]) -> None:
    known: set[str] = set()
    for section, camera in zip(sections, read, strict=True):
        if camera.name in known:
            found = phrase('"%(name)s" is the name of another camera', name=camera.name)
            section.wrong("name", found, phrase("a name of its own"))
        known.add(camera.name)
