"""A checklist as a page edits it: which values there are, and what they are called."""

from station.domain.grading import Axis, Grade
from web import words
from web.rules.fields import Around, Each, Field, Listed, Option, Shape, Sheet, Words
from web.rules.paths import tables
from web.rules.spots import called
from web.words.lazy import _l


def questions(around: Around) -> list[Option]:
    """Offer every question, in the reader's language."""
    found = tables(around.plain.get("question"))
    return [(str(each.get("id", "")), called(each)) for each in found]


def _choices(around: Around) -> list[Option]:
    """Offer the answers of the question that a condition is about."""
    asked = tables(around.plain.get("question"))
    of = next((each for each in asked if each.get("id") == around.table.get("of")), {})
    return [(str(each.get("id", "")), called(each)) for each in tables(of.get("choice"))]


def grades(_: Around) -> list[Option]:
    return [(grade.value, grade.value) for grade in Grade]


def axes(_: Around) -> list[Option]:
    return [(axis.value, str(words.word(axis))) for axis in Axis]


_ID = Field("id", _l("Name in records"), Shape.CODE)
_WHEN = Each(
    "when",
    _l("Asked only when"),
    Field("", _l("Answer"), Shape.CHOICES, options=_choices),
    questions,
    spoken=True,
)
TITLE = Words(_l("Title"), "title")
HELP, TODO = Words(_l("How to judge"), "help"), Words(_l("What a work center has to do"), "todo")
TEXT, CAPTION = Words(_l("Question")), Words(_l("What it shows"))
ANSWER, PHOTO_TEXT = Words(_l("Answer")), Words(_l("What has to be in it"))

_CHOICE = (
    ANSWER,
    _ID,
    Each("caps", _l("At most"), Field("", _l("Grade"), Shape.CHOICE, options=grades), axes, spoken=True),
    Field("finish", _l("Ends the checklist: the item is sealed"), Shape.FLAG, usual="no"),
    TODO,
)
_QUESTION = (
    TEXT,
    _ID,
    HELP,
    _WHEN,
    Field("parts", _l("The product's components answer it"), Shape.FLAG, usual="no"),
    Listed("choice", _l("Answers"), _l("Answer"), _l("Add an answer"), _CHOICE),
    Listed(
        "example",
        _l("Reference photos"),
        _l("Reference photo"),
        _l("Add a photo"),
        (CAPTION, Field("photo", _l("Photo"), Shape.CODE)),
    ),
)
_SLOT = (
    PHOTO_TEXT,
    _ID,
    Field("required", _l("It is needed"), Shape.FLAG, usual="yes"),
    Field("shows_code", _l("The item's code has to be readable in it"), Shape.FLAG, usual="no"),
    Field("proves", _l("It proves the answers to"), Shape.CHOICES, options=questions, usual=""),
    _WHEN,
    Field("camera", _l("Camera"), Shape.CHOICE, usual=""),
)

CHECKLIST = Sheet(
    _l("Checklist"),
    _l("What is asked of an item, and what each answer does to its grade."),
    (
        TITLE,
        Listed("question", _l("Questions"), _l("Question"), _l("Add a question"), _QUESTION),
        Listed("slot", _l("Photos to take"), _l("Photo"), _l("Add a photo to take"), _SLOT),
    ),
    "ok",
)
