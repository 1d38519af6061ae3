"""Small domain values for tests, each as plain as it can be."""

from datetime import UTC, date, datetime, timedelta

from station.domain.checklist import Checklist, Choice, Question, Slot
from station.domain.evidence import Fault, Photo, Quality
from station.domain.grading import Axis, Grade
from station.domain.identifiers import Gtin, Lpn, Sku
from station.domain.inspection import Inspection
from station.domain.item import Item
from station.domain.texts import Texts

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
TODAY = date(2026, 7, 1)

ITEM = Item(
    lpn=Lpn("L07-0000001-1"),
    sku=Sku("KT-17"),
    gtin=Gtin("07290002780557"),
    name=Texts("Kettle"),
    category="kitchen",
    value=12900,
    delivered=date(2026, 6, 22),
    invoice=True,
)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def choice(name: str, finish: bool = False, **caps: str) -> Choice:
    return Choice(name, Texts(name), {Axis(a): Grade(g) for a, g in caps.items()}, finish)


def question(name: str, *choices: Choice, **when: tuple[str, ...]) -> Question:
    return Question(name, Texts(name), choices, when=when)


# Sealed ends it; the damage asks for a photo and, where it is small, whether the thing works.
FORM = Checklist(
    id="form",
    version=3,
    title=Texts("Form"),
    questions=(
        question("sealed", choice("yes", finish=True), choice("no")),
        question("damage", choice("none"), choice("scratch", cosmetic="B"), choice("broken", functional="D")),
        question("works", choice("yes"), choice("no", functional="D"), damage=("none", "scratch")),
        question("parts", choice("all"), choice("few", completeness="C"), choice("none", completeness="D")),
    ),
    slots=(
        Slot("front", Texts("front"), shows_code=True),
        Slot("damage", Texts("damage"), when={"damage": ("scratch", "broken")}),
        Slot("parts", Texts("parts"), required=False, when={"parts": ("few", "none")}),
    ),
)


def opened(item: Item = ITEM, checklist: str = "form") -> Inspection:
    return Inspection("i-1", "07", item, checklist, NOON, "dana", simulated=False)


def photo(slot: str, *faults: Fault, at: float = 0, sha256: str = "a" * 64) -> Photo:
    quality = Quality(sharpness=0.7, edge_width=3.0, brightest=220.0, overexposed=0.0)
    return Photo(slot, sha256, 1920, 1080, after(at), "dana", quality, (), faults, simulated=False)
