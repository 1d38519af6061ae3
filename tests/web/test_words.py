"""Every value has words, and every phrase is there in every language."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import station
import web
from station.demo_ports import Trouble
from station.domain import texts
from station.domain.auditing import queue
from station.domain.auditing.decisions import Audited, Course, Decision, ErrandKind
from station.domain.auditing.overrides import OverrideReason
from station.domain.bench import AskKind, Say
from station.domain.calendar import CountedFrom, Weekday
from station.domain.catalog import BinUse
from station.domain.claims import ClaimKind, ClaimReason, ClaimState, Urgency
from station.domain.devices import (
    Clue,
    DeviceKind,
    Down,
    Flow,
    Layout,
    Parity,
    Signal,
    Standing,
    Terminator,
)  # fmt: skip
from station.domain.disposal import GramsFrom
from station.domain.disposition import Disposition, Part
from station.domain.errors import Reason
from station.domain.evidence import Fault, PoorBecause
from station.domain.filling import FullBecause
from station.domain.forms.form import CustomerReason
from station.domain.graders.agreement import Untold
from station.domain.graders.blind import Sight
from station.domain.graders.drift import DriftState
from station.domain.graders.pairs import PairKind
from station.domain.grading import Axis, Grade
from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.domain.inspection import HoldReason, State
from station.domain.item import Unannounced
from station.domain.labels import LabelKind
from station.domain.outbound.destinations import DestinationKind, Failure, OffBecause
from station.domain.outbound.destinations import Standing as Told
from station.domain.outbound.messages import MessageType
from station.domain.people import Neutral, Place, Role
from station.domain.people_events import PhotoRemovedBecause
from station.domain.policy import Ground, Payer, Remedy, Verdict
from station.domain.printing import JobState, PrinterState
from station.domain.proof.printed import Happened, Printed, ReadMe, RuleKind
from station.domain.reconciling import Difference
from station.domain.refurbishing import GaveUp, WorkState
from station.domain.sampling.lots import Verdict as LotVerdict
from station.domain.sampling.plans import Severity
from station.domain.scanning import Command
from station.domain.signals import Finding, SignalKind
from station.domain.sync.about import DecisionAbout
from station.domain.sync.events import Took, Unfit
from station.domain.sync.keeping import RoomLeft
from station.domain.sync.messages import Refusal
from station.domain.sync.parked import ParkedBecause
from station.domain.sync.standing import Stuck
from station.ports import DeviceState
from station.services.syncing.waiting import Line
from web.advice import Advice
from web.faces import LETTERS, TONE_ICONS
from web.words import WORDS
from web.words.asks import HINTS

WEB = Path(web.__file__).parent
STATION = Path(station.__file__).parent
SPOKEN = (
    ClaimKind, ClaimReason, ClaimState, Urgency, Happened, Printed, ReadMe, RuleKind,
    Difference, Severity, LotVerdict, PairKind, Untold, DriftState, Sight,
    SignalKind, Finding, GramsFrom,
    LabelKind, PrinterState, JobState,
    Advice, Clue, DeviceKind, Down, Flow, Layout, Parity, Signal, Standing, Terminator,
    Say, Reason, AskKind, Unannounced, HoldReason, PoorBecause, OverrideReason, Disposition, Part, BinUse,
    Grade, Axis, Ground, Verdict, Remedy, Payer, CountedFrom, Weekday, Fault, Role, Command, DeviceState,
    State, Trouble, FullBecause, WorkState, GaveUp, Line, RoomLeft, Stuck,
    Neutral, Place, PhotoRemovedBecause, DestinationKind, Failure, OffBecause, Told, MessageType,
    DecisionAbout, Took, Unfit,
    ImportKind, Encoding, Way, CustomerReason,
    queue.Why, queue.Standing, Decision, Audited, Course, ErrandKind, Refusal, ParkedBecause,
)  # fmt: skip
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
TRANSLATED = [language for language in texts.LANGUAGES if language != "en"]
FACT = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("kind", SPOKEN, ids=lambda kind: kind.__name__)
def test_every_value_has_words(kind: type) -> None:
    assert set(WORDS[kind]) == {member.value for member in kind}  # type: ignore[attr-defined]


def test_every_ask_has_a_hint_and_every_tone_an_icon() -> None:
    assert set(HINTS) == {kind.value for kind in AskKind}
    sprite = (WEB / "templates/sprite.html").read_text()
    for icon in (*TONE_ICONS.values(), *LETTERS):
        assert f'id="i-{icon}"' in sprite


@cache
def phrases() -> set[str | tuple[str, ...]]:
    """Collect every phrase of the pages' code and templates, and what is said of a site's rules."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    of_pages = extract_from_dir(WEB, method_map=methods, keywords=KEYWORDS)
    of_rules = extract_from_dir(STATION, method_map=methods[:1], keywords={"phrase": None})
    return {tuple(m) if isinstance(m, (tuple, list)) else m for _, _, m, _, _ in (*of_pages, *of_rules)}


def catalog(language: str) -> Catalog:
    with (WEB / "translations" / language / "LC_MESSAGES/messages.po").open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_is_translated(language: str) -> None:
    known = catalog(language)
    for phrase in phrases():
        message = known.get(phrase[0] if isinstance(phrase, tuple) else phrase)
        assert message is not None, phrase
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), phrase
        assert not message.fuzzy, phrase


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_facts(language: str) -> None:
    for message in catalog(language):
        if isinstance(message.id, str) and message.id:
            assert set(FACT.findall(message.id)) == set(FACT.findall(str(message.string))), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    said = {phrase if isinstance(phrase, str) else phrase[0] for phrase in phrases()}
    ids = {m.id if isinstance(m.id, str) else m.id[0] for m in catalog(language) if m.id}
    assert ids == said


def test_russian_has_three_forms_where_numbers_show() -> None:
    plural = [m for m in catalog("ru") if isinstance(m.id, tuple)]
    assert plural and all(len(m.string) == 3 for m in plural)
