"""A recall as somebody typed it: checked as a whole, every mistake told by field."""

from collections.abc import Mapping

from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Gtin, check_digit, parse_gtin, plain_code
from station.domain.people import Person
from station.domain.phrases import Phrase, as_is, phrase
from station.domain.problems import Problem
from station.domain.recalls import Recall, wrong_range
from station.domain.texts import LANGUAGES, Texts
from station.ports import World
from station.services import recalls

FORM = "recall"
MOST_LOTS = 200
LONGEST_MESSAGE = 300
Typed = Mapping[str, str]


def set_typed(world: World, by: Person, typed: Typed) -> tuple[Problem, ...]:
    """Let what was typed count as a recall, or tell everything that is wrong with it. Raises NOT_ALLOWED."""
    problems: list[Problem] = []
    recall = Recall(
        id=world.ids.new(),
        gtin=_gtin(typed, problems),
        message=_message(typed, problems),
        since=world.clock.now(),
        by=by.id,
        lots=_lots(typed, problems),
        serial_from=_serial(typed, "serial_from", problems),
        serial_to=_serial(typed, "serial_to", problems),
    )
    if not problems and (wrong := wrong_range(recall.serial_from, recall.serial_to)):
        found = phrase('from "%(first)s" to "%(last)s"', first=recall.serial_from, last=recall.serial_to)
        problems.append(Problem(FORM, "serial_to", found, wrong))
    if not problems:
        recalls.set_recall(world, recall, by)
    return tuple(problems)


def _cell(typed: Typed, name: str) -> str:
    return typed.get(name, "").strip()


def _gtin(typed: Typed, problems: list[Problem]) -> Gtin:
    text = "".join(_cell(typed, "gtin").split())
    try:
        return parse_gtin(text)
    except DomainError as error:
        problems.append(Problem(FORM, "gtin", *_wrong_gtin(text, error.reason)))
        return Gtin("")


def _wrong_gtin(text: str, reason: Reason) -> tuple[Phrase, Phrase]:
    if reason is Reason.WRONG_CHECK_DIGIT:
        right = f"{text[:-1]}{check_digit(text[:-1])}"
        return phrase('wrong check digit in "%(value)s"', value=text), as_is(right)
    return _found(text), phrase("8, 12, 13 or 14 digits")


def _found(text: str) -> Phrase:
    return phrase('found "%(value)s"', value=text[:60]) if text else phrase("is empty")


def _message(typed: Typed, problems: list[Problem]) -> Texts:
    texts = {language: " ".join(_cell(typed, language).split()) for language in LANGUAGES}
    for language, text in texts.items():
        if len(text) > LONGEST_MESSAGE:
            found = phrase("%(count)s characters", count=len(text))
            expected = phrase("at most %(most)s characters", most=LONGEST_MESSAGE)
            problems.append(Problem(FORM, language, found, expected))
    if not texts["en"]:
        problems.append(Problem(FORM, "en", phrase("is empty"), phrase("what the bench shall say")))
    return Texts(**texts)


def _lots(typed: Typed, problems: list[Problem]) -> tuple[str, ...]:
    lots = tuple(dict.fromkeys(_cell(typed, "lots").replace(",", " ").split()))
    unread = "" if lots else _cell(typed, "lots")
    wrong = next((lot for lot in lots if not _is_code(lot)), unread)
    if wrong:
        expected = phrase("lot codes of at most 64 characters, with spaces between")
        problems.append(Problem(FORM, "lots", _found(wrong), expected))
    if len(lots) > MOST_LOTS:
        expected = phrase("at most %(most)s lots; make several recalls of more", most=MOST_LOTS)
        problems.append(Problem(FORM, "lots", phrase("%(count)s lots", count=len(lots)), expected))
    return lots


def _serial(typed: Typed, name: str, problems: list[Problem]) -> str:
    text = _cell(typed, name)
    if text and not _is_code(text):
        expected = phrase('a code of at most %(longest)s characters that does not start with "$"', longest=64)
        problems.append(Problem(FORM, name, _found(text), expected))
    return text


def _is_code(text: str) -> bool:
    try:
        return bool(plain_code(text))
    except DomainError:
        return False
