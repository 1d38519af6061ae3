"""The printed page of a pack, as blocks, worked out from the record and the entries alone."""

from collections.abc import Iterator, Sequence

from station.domain.claims import ClaimKind, ClaimReason, ClaimState
from station.domain.proof.pack import PackKind
from station.domain.proof.printed import Printed, RuleKind
from station.domain.proof.record import content_of
from station.domain.proof.sheet import Block, Codes, Facts, Heading, Sheet, Table, Text, code, name
from station.domain.reconciling import Difference
from station.ports import Words
from station.services.proof.items_told import DOT, of_item
from station.services.proof.speech import Plain, Speech, pair, when

TITLES = {
    PackKind.ITEM.value: Printed.OF_ITEM,
    PackKind.RETURN.value: Printed.OF_RETURN,
    PackKind.CLAIM.value: Printed.OF_CLAIM,
}


def sheet_of(words: Words, record: Plain, entries: Sequence[Plain], note: str, key: str) -> Sheet:
    """Tell a pack as a document in the language of its record.

    ``note`` is the signed checkpoint as text, ``key`` the name and fingerprint of the key that signed it.
    """
    speech = Speech(words, record["language"])
    title = speech.say(TITLES[record["kind"]], subject=code(record["subject"]))
    foot = speech.say(Printed.FOOT, subject=code(record["subject"]), day=when(record["made_at"]))
    blocks = (
        *_first(speech, record),
        *_items(speech, record, entries),
        *_last(speech, record, entries, note, key),
    )
    return Sheet(record["language"], title, foot, blocks)


def _first(speech: Speech, record: Plain) -> Iterator[Block]:
    facts = {"day": when(record["made_at"]), "station": code(record["station"])}
    yield Text(speech.say(Printed.MADE, **facts), quiet=True)
    if record["claim"]:
        yield Heading(2, speech.say(Printed.CLAIM))
        yield Facts(tuple(_claim(speech, record["claim"])))
    if record["reconciled"]:
        yield Heading(2, speech.say(Printed.LINES))
        yield _lines(speech, record["reconciled"])


def _claim(speech: Speech, claim: Plain) -> Iterator[tuple[str, str]]:
    yield pair(speech, Printed.AGAINST, speech.value(ClaimKind, claim["kind"]))
    yield pair(speech, Printed.REASON, speech.value(ClaimReason, claim["reason"]))
    yield pair(speech, Printed.REFERENCE, code(claim["reference"]))
    yield pair(speech, Printed.KNOWN_ON, code(claim["known_on"]))
    yield pair(speech, Printed.DUE, code(claim["due"]))
    yield pair(speech, Printed.STATE, speech.value(ClaimState, claim["state"]))


def _lines(speech: Speech, reconciled: Plain) -> Table:
    head = (Printed.LINE, Printed.PRODUCT_CODES, Printed.EXPECTED, Printed.RECEIVED, Printed.DIFFERENCE)
    rows = tuple(_line(speech, line) for line in reconciled["lines"])
    return Table(tuple(speech.say(each) for each in head), rows, (0.1, 0.35, 0.15, 0.15, 0.25))


def _line(speech: Speech, line: Plain) -> tuple[str, ...]:
    number = code(line["line"]) if line["line"] is not None else "–"
    counts = (code(line["sku"]), code(line["expected"]), code(line["received"]))
    return (number, *counts, speech.value(Difference, line["difference"]))


def _items(speech: Speech, record: Plain, entries: Sequence[Plain]) -> Iterator[Block]:
    for item in record["items"]:
        yield from of_item(speech, item, entries)


# How it is proved --------------------------------------------------------------------------------


def _last(speech: Speech, record: Plain, entries: Sequence[Plain], note: str, key: str) -> Iterator[Block]:
    yield Heading(1, speech.say(Printed.TIMELINE))
    yield _timeline(speech, record["timeline"])
    if record["notes"]:
        yield Heading(2, speech.say(Printed.NOTES))
        yield from (Text(name(each["text"])) for each in record["notes"])
    yield Heading(1, speech.say(Printed.PROOF))
    yield Text(speech.say(Printed.HOW))
    yield Heading(2, speech.say(Printed.RULES))
    yield _rules(speech, record["rules"], entries)
    if record["photos"]:
        yield Heading(2, speech.say(Printed.HASHES))
        yield Codes(tuple(record["photos"]))
    yield Heading(2, speech.say(Printed.CHECKPOINT))
    yield Codes(tuple(note.splitlines()))
    yield Heading(2, speech.say(Printed.KEY))
    yield Codes((key,))


def _timeline(speech: Speech, moments: Sequence[Plain]) -> Table:
    head = (Printed.ENTRY, Printed.WHEN, Printed.WHAT, Printed.WHO)
    rows = tuple(
        (code(each["seq"]), when(each["at"]), speech.happened(each["kind"]), code(each["actor"]))
        for each in moments
    )
    return Table(tuple(speech.say(label) for label in head), rows, (0.12, 0.26, 0.44, 0.18))


def _rules(speech: Speech, rules: Sequence[Plain], entries: Sequence[Plain]) -> Table:
    head = (speech.say(Printed.RULES), speech.say(Printed.RULES_ENTRY))
    rows = tuple((_rule(speech, each, entries), code(each["seq"] or "–")) for each in rules)
    return Table(head, rows, (0.6, 0.4))


def _rule(speech: Speech, rule: Plain, entries: Sequence[Plain]) -> str:
    """Name rules: a checklist by its own title, the others by their kind."""
    content = content_of(entries, rule["kind"], rule["id"], rule["version"]) or {}
    title = speech.text(content.get("title")) or speech.value(RuleKind, rule["kind"])
    return f"{name(title)}{DOT}{code(rule['version'])}"
