"""An item's part of the printed page: what it is, what was found, which photo proves it, where it went."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from station.domain.auditing.overrides import OverrideReason
from station.domain.disposition import Disposition
from station.domain.grading import Grade
from station.domain.inspection import HoldReason, State
from station.domain.item import Unannounced
from station.domain.policy import Ground, Remedy, Verdict
from station.domain.proof.printed import Printed
from station.domain.proof.record import content_of, photos_of
from station.domain.proof.sheet import Banner, Block, Facts, Finding, Heading, Picture, Text, code, name
from station.services.proof.speech import Plain, Speech, pair, when

DOT = " · "


def of_item(speech: Speech, item: Plain, entries: Sequence[Plain]) -> Iterator[Block]:
    """Tell of one item: each inspection on pages of its own."""
    visits = item["visits"]
    kept = photos_of(entries)
    for number, visit in enumerate(visits, start=1):
        checklist = content_of(entries, "checklist", visit["checklist"], visit["checklist_version"]) or {}
        yield from _visit(speech, visit, checklist, kept, (number, len(visits)))


def _visit(
    speech: Speech, visit: Plain, checklist: Plain, kept: Collection[str], counted: tuple[int, int]
) -> Iterator[Block]:
    yield Heading(1, name(speech.text(visit["item"]["name"])))
    yield Facts(tuple(_facts(speech, visit, checklist, *counted)))
    yield from _outcome(speech, visit, checklist)
    if visit["override"]:
        yield overridden(speech, visit["override"])
    if found := tuple(_findings(speech, visit, checklist, kept)):
        yield Heading(2, speech.say(Printed.ANSWERS))
        yield from found
    if visit["route"]:
        yield Heading(2, speech.say(Printed.WHY))
        yield from _why(speech, visit["route"])


def _facts(
    speech: Speech, visit: Plain, checklist: Plain, number: int, count: int
) -> Iterator[tuple[str, str]]:
    item = visit["item"]
    yield pair(speech, Printed.PLATE, code(item["lpn"]))
    yield pair(speech, Printed.PRODUCT_CODES, f"{code(item['sku'])}{DOT}{code(item['gtin'])}")
    if item["serial"]:
        yield pair(speech, Printed.SERIAL, code(item["serial"]))
    if item["rma"]:
        line = f"{DOT}{speech.say(Printed.LINE)} {code(item['line'])}" if item["line"] is not None else ""
        yield pair(speech, Printed.RETURN, code(item["rma"]) + line)
    if item["unannounced"]:
        yield pair(speech, Printed.RETURN, speech.value(Unannounced, item["unannounced"]))
    if visit["weight"]:
        yield pair(speech, Printed.WEIGHT, code(f"{visit['weight']['grams']:g} g"))
    yield pair(speech, Printed.CHECKLIST, _checklist(speech, visit, checklist))
    yield pair(speech, Printed.BEGUN, f"{when(visit['opened_at'])}{DOT}{code(visit['opened_by'])}")
    if visit["closed_at"]:
        yield pair(speech, Printed.ENDED, f"{when(visit['closed_at'])}{DOT}{code(visit['closed_by'])}")
    if count > 1:
        yield pair(speech, Printed.VISIT, code(f"{number}/{count}"))
    if visit["simulated"]:
        yield pair(speech, Printed.STATE, speech.say(Printed.SIMULATED))


def _checklist(speech: Speech, visit: Plain, checklist: Plain) -> str:
    title = speech.text(checklist.get("title")) or visit["checklist"]
    return f"{name(title)} {code(visit['checklist_version'])}"


def _outcome(speech: Speech, visit: Plain, checklist: Plain) -> Iterator[Block]:
    route, hold = visit["route"], visit["hold"]
    if hold:
        yield Banner(speech.value(State, "held"), speech.value(HoldReason, hold["reason"]))
    elif not route:
        yield Banner(speech.value(State, visit["state"]))
    else:
        grade = route["graded"]["grade"]
        way = speech.value(Disposition, route["disposition"])
        graded = _graded(speech, grade)
        place = f"{speech.say(Printed.BIN)} {code(route['bin'])}" if route["bin"] else ""
        because = _set_by(speech, route["graded"]["set_by"], checklist)
        yield Banner(f"{graded}{DOT}{way}", DOT.join(filter(None, (place, because))))


def _graded(speech: Speech, grade: str) -> str:
    return f"{speech.say(Printed.GRADE)} {code(grade)} ({speech.value(Grade, grade)})"


def _set_by(speech: Speech, cap: Plain | None, checklist: Plain) -> str:
    if not cap:
        return ""
    question, choice = _asked(checklist, cap["question"], cap["choice"])
    facts = {"question": name(speech.text(question["text"])), "answer": name(speech.text(choice["text"]))}
    return speech.say(Printed.SET_BY, **facts)


def _asked(checklist: Plain, question: str, choice: str) -> tuple[Plain, Plain]:
    """Find a question and its choice; their ids stand for what the pack does not have."""
    asked = _by_id(checklist.get("questions", ()), question)
    return asked, _by_id(asked.get("choices", ()), choice)


def _by_id(among: Sequence[Plain], id_: str) -> Plain:
    return next((each for each in among if each["id"] == id_), {"text": {"en": id_}})


# What was found ----------------------------------------------------------------------------------


def _findings(speech: Speech, visit: Plain, checklist: Plain, kept: Collection[str]) -> Iterator[Block]:
    slots = {slot["id"]: slot for slot in checklist.get("slots", ())}
    given = {answer["question"] for answer in visit["answers"]}
    for answer in _in_order(visit["answers"], checklist):
        photos = [p for p in visit["photos"] if answer["question"] in _proves(slots, p)]
        yield _finding(speech, answer, checklist, tuple(_picture(speech, p, slots, kept) for p in photos))
    others = [p for p in visit["photos"] if not given.intersection(_proves(slots, p))]
    if others:
        pictures = tuple(_picture(speech, photo, slots, kept) for photo in others)
        yield Finding(speech.say(Printed.OTHER_PHOTOS), "", (), pictures)


def _in_order(answers: Sequence[Plain], checklist: Plain) -> list[Plain]:
    order = [question["id"] for question in checklist.get("questions", ())]
    return sorted(answers, key=lambda given: order.index(given["question"]) if order else 0)


def _proves(slots: Plain, photo: Plain) -> Sequence[str]:
    proves: Sequence[str] = slots.get(photo["slot"], {}).get("proves", ())
    return proves


def _finding(speech: Speech, answer: Plain, checklist: Plain, pictures: tuple[Picture, ...]) -> Finding:
    question, choice = _asked(checklist, answer["question"], answer["choice"])
    missing = (name(speech.text(part["name"])) for part in answer.get("missing", ()))
    by = f"{when(answer['at'])}{DOT}{code(answer['by'])}"
    return Finding(
        name(speech.text(question["text"])),
        name(speech.text(choice["text"])),
        (*missing, by),
        pictures,
    )


def _picture(speech: Speech, photo: Plain, slots: Plain, kept: Collection[str]) -> Picture:
    slot = name(speech.text(_slot(slots, photo["slot"])["text"]))
    short = code(f"{photo['sha256'][:16]}…")
    gone = () if photo["sha256"] in kept else (speech.say(Printed.REMOVED),)
    told = (slot, when(photo["taken_at"]), code(photo["taken_by"]), short, *gone)
    return Picture(photo["sha256"], DOT.join(told))


def _slot(slots: Plain, id_: str) -> Any:
    return slots.get(id_, {"text": {"en": id_}})


# Why it went there -------------------------------------------------------------------------------


def _why(speech: Speech, route: Plain) -> Iterator[Block]:
    ruling, decision = route["ruling"], route["decision"]
    rows = [
        pair(speech, Printed.RULING, _ruled(speech, ruling)),
        pair(speech, Printed.GROUNDS, ", ".join(speech.value(Ground, each) for each in ruling["grounds"])),
        pair(
            speech, Printed.ROW, f"{code(decision['row_number'])} {name(speech.text(decision['row_text']))}"
        ),
    ]
    yield Facts(tuple(row for row in rows if row[1]))


def _ruled(speech: Speech, ruling: Plain) -> str:
    return DOT.join((speech.value(Verdict, ruling["verdict"]), speech.value(Remedy, ruling["remedy"])))


def _changeable(speech: Speech) -> Iterator[tuple[Callable[[str], str], str, str]]:
    """List what an override may change: how it is said, and the fields with what it was and what it is."""
    yield lambda grade: _graded(speech, grade), "was_grade", "grade"
    yield lambda way: speech.value(Disposition, way), "was", "to"
    yield lambda remedy: speech.value(Remedy, remedy), "was_remedy", "remedy"


def overridden(speech: Speech, override: Plain) -> Text:
    """Say what a supervisor changed, from what to what, and why."""
    changed = [
        (said(override[was]), said(override[is_]))
        for said, was, is_ in _changeable(speech)
        if override.get(is_) and override.get(was) != override[is_]
    ]
    facts = {
        "was": ", ".join(name(was) for was, _ in changed),
        "to": ", ".join(name(is_) for _, is_ in changed),
        "reason": name(speech.value(OverrideReason, override["reason"])),
    }
    return Text(
        DOT.join((speech.say(Printed.OVERRIDDEN, **facts), when(override["at"]), code(override["by"])))
    )
