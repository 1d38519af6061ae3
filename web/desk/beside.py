"""What a photo of an item can be compared with: each picture by its address, with what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from flask_babel import gettext
from markupsafe import Markup

from station.domain.checklist import Question
from station.domain.evidence import Photo
from station.services.auditing.desk import Opened
from web.formats import day, shown
from web.record import slot_name
from web.say import code, name


class Kind(StrEnum):
    """Where a picture to compare with comes from, the nearest first."""

    REFERENCE = "reference"
    LIKE = "like"
    EARLIER = "earlier"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture to stand beside a photo."""

    kind: Kind
    address: str
    title: str | Markup
    caption: Markup


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the item by its number on the screen, with the answers that it proves."""

    number: int
    photo: Photo
    name: str
    address: str
    questions: tuple[Question, ...]
    besides: tuple[Beside, ...]

    @property
    def proves(self) -> str:
        return " ".join(question.id for question in self.questions)


def pictures(opened: Opened) -> list[Picture]:
    """List the photos of an item, those that prove answers first."""
    known = opened.inspection
    proved = [(photo, _questions(opened, photo)) for photo in known.photos]
    proved.sort(key=lambda pair: not pair[1])
    return [
        Picture(
            number=number,
            photo=photo,
            name=slot_name(opened.record, photo),
            address=f"/audit/{known.item.lpn}/photos/{photo.sha256}",
            questions=questions,
            besides=tuple(_besides(opened, photo, questions)),
        )
        for number, (photo, questions) in enumerate(proved, start=1)
    ]


def _questions(opened: Opened, photo: Photo) -> tuple[Question, ...]:
    checklist, given = opened.record.checklist, opened.inspection.chosen
    proves = next((slot.proves for slot in checklist.slots if slot.id == photo.slot), ())
    return tuple(
        question for question in checklist.questions if question.id in proves and question.id in given
    )


def _besides(opened: Opened, photo: Photo, questions: tuple[Question, ...]) -> Iterator[Beside]:
    yield from _references(opened, questions)
    if photo.like:
        said = Markup("{} {}").format(gettext("much like this one:"), code(photo.like))
        yield Beside(Kind.LIKE, _of_item(opened, Kind.LIKE, photo), gettext("A photo of another item"), said)
    yield from _earlier(opened, photo)
    if opened.product:
        said = Markup("{} · {}").format(name(shown(opened.product.name)), gettext("as it came lately"))
        title = gettext("The expected product")
        yield Beside(Kind.EXPECTED, _of_item(opened, Kind.EXPECTED, photo), title, said)


def _of_item(opened: Opened, kind: Kind, photo: Photo) -> str:
    """Return the address of a picture that is looked for once it is asked for."""
    return f"/audit/items/{opened.inspection.id}/{kind}/{quote(photo.slot, safe='')}"


def _references(opened: Opened, questions: Iterable[Question]) -> Iterator[Beside]:
    for question in questions:
        for example in opened.references.get(question.id, ()):
            address = f"/audit/items/{opened.inspection.id}/references/{example.photo}"
            yield Beside(Kind.REFERENCE, address, gettext("Reference photo"), name(shown(example.text)))


def _earlier(opened: Opened, photo: Photo) -> Iterator[Beside]:
    """List photos of the same slot from the plate's visits before, the latest first."""
    for visit in reversed(opened.earlier):
        facts = {"number": code(visit.number), "day": name(day(visit.inspection.opened_at))}
        said = Markup(gettext("visit %(number)s, %(day)s", **facts))  # noqa: S704 - ours, facts escaped
        for before in visit.inspection.photos:
            if before.slot == photo.slot:
                address = f"/audit/{opened.lpn}/photos/{before.sha256}"
                yield Beside(Kind.EARLIER, address, gettext("An earlier visit"), said)
