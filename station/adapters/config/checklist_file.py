"""One checklist file to a Checklist. Whether all of it can be reached is in ``checklist_checks``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from station.adapters.config.checklist_checks import check_reach
from station.adapters.config.kinds import FLAG, ID, VERSION, member_of, name_in
from station.adapters.config.pictures import read_picture
from station.adapters.config.policy_file import GRADE
from station.adapters.config.problems import Problems
from station.adapters.config.sections import Section, Told, reading
from station.adapters.config.texts_file import read_texts
from station.adapters.config.unique import note_repeated
from station.domain.checklist import Checklist, Choice, Condition, Example, Question, Slot
from station.domain.grading import Axis, Grade
from station.domain.phrases import Phrase, phrase
from station.domain.texts import Texts

_AXIS = member_of(Axis)
_KEYS_OF_THE_BENCH = 9
# One of what counts, one of what does not.
MOST_EXAMPLES = 2

# Question id -> the ids of its choices, for the questions read so far.
Known = Mapping[str, tuple[str, ...]]
# The names of the station's cameras; None where the rules are read without a station.
Cameras = tuple[str, ...] | None


def read_checklist(path: Path, problems: Problems, cameras: Cameras = None) -> Checklist:
    """Read one checklist from a file, noting problems; slots may name a camera of the station."""
    with reading(path, problems) as top:
        return parse_checklist(top, cameras)


def parse_checklist(top: Section, cameras: Cameras = None) -> Checklist:
    """Read one checklist from a document, noting problems; slots may name a camera of the station."""
    question_sections, slot_sections = top.sections("question"), top.sections("slot")
    questions = _questions(top, question_sections)
    checklist = Checklist(
        id=top.take("id", ID),
        version=top.take("version", VERSION),
        title=read_texts(top.section("title", required=True)),
        questions=questions,
        slots=_slots(slot_sections, _known(questions), cameras),
    )
    if all(each.sound() for each in question_sections + slot_sections):
        check_reach(checklist, question_sections, slot_sections)
    return checklist


def _questions(top: Section, sections: list[Section]) -> tuple[Question, ...]:
    if not sections:
        top.wrong("question", phrase("there is none"), phrase("at least one [[question]]"))
    questions: list[Question] = []
    ids = [str(section.table.get("id", "")) for section in sections]
    for number, section in enumerate(sections):
        not_yet = _not_before(ids[number], ids[number:])
        questions.append(_question(section, _known(questions), not_yet))
    note_repeated(sections, questions)
    return tuple(questions)


def _question(section: Section, earlier: Known, not_yet: Told) -> Question:
    return Question(
        id=_id(section),
        text=read_texts(section),
        help=_maybe_texts(section, "help"),
        when=_condition(section.section("when"), earlier, phrase("earlier question"), not_yet),
        choices=_choices(section),
        parts=section.take("parts", FLAG, False),
        examples=_examples(section),
    )


def _not_before(own: str, not_earlier: Sequence[str]) -> Told:
    """Say of a question's name why it cannot be a condition here: it is asked later, or right now."""

    def told(name: str) -> tuple[Phrase, Phrase] | None:
        before = phrase("a question that is asked before this one")
        if name and name == own:
            return phrase('"%(name)s" is this question: it would wait for itself', name=name), before
        if name in not_earlier:
            return phrase('"%(name)s" is asked later: the two would wait for each other', name=name), before
        return None

    return told


def _examples(section: Section) -> tuple[Example, ...]:
    sections = section.sections("example")
    if len(sections) > MOST_EXAMPLES:
        found = phrase("found %(value)s", value=len(sections))
        section.wrong("example", found, phrase("at most %(most)s reference photos", most=MOST_EXAMPLES))
    return tuple(Example(read_picture(each), read_texts(each)) for each in sections)


def _maybe_texts(section: Section, key: str) -> Texts | None:
    return read_texts(section.section(key)) if key in section.table else None


def _choices(section: Section) -> tuple[Choice, ...]:
    sections = section.sections("choice")
    choices = tuple(_choice(each) for each in sections)
    note_repeated(sections, choices)
    if not 2 <= len(choices) <= _KEYS_OF_THE_BENCH:
        found = phrase("found %(value)s", value=len(choices))
        section.wrong("choice", found, phrase("2 to 9 choices, one for each number key"))
    return choices


def _choice(section: Section) -> Choice:
    return Choice(
        id=_id(section),
        text=read_texts(section),
        caps=_caps(section.section("caps")),
        finish=section.take("finish", FLAG, False),
        todo=_maybe_texts(section, "todo"),
    )


def _caps(section: Section) -> dict[Axis, Grade]:
    return {axis: section.take(key, GRADE) for key, axis in section.keys(phrase("axis"), _AXIS)}


def _slots(sections: list[Section], known: Known, cameras: Cameras) -> tuple[Slot, ...]:
    slots = tuple(_slot(each, known, cameras) for each in sections)
    note_repeated(sections, slots)
    return slots


def _slot(section: Section, known: Known, cameras: Cameras) -> Slot:
    return Slot(
        id=section.take("id", ID),
        text=read_texts(section),
        required=section.take("required", FLAG, True),
        shows_code=section.take("shows_code", FLAG, False),
        proves=section.many("proves", name_in(known)),
        when=_condition(section.section("when"), known, phrase("question")),
        camera=section.take("camera", ID if cameras is None else name_in(cameras), ""),
    )


def _condition(section: Section, known: Known, noun: Phrase, told: Told | None = None) -> Condition:
    named = section.keys(noun, name_in(known), told)
    return {question: section.many(key, name_in(known[question])) for key, question in named}


def _id(section: Section) -> str:
    """Read an id. A malformed one still counts as the one that others name: one mistake, one problem."""
    return section.take("id", ID) or str(section.table.get("id", ""))


def _known(questions: Sequence[Question]) -> Known:
    return {question.id: tuple(choice.id for choice in question.choices) for question in questions}
