"""What the page of stations says of each: sentences with their numbers, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, ngettext

from station.domain.people import Role
from station.domain.printing import PrinterState
from station.domain.proof.printed import RuleKind
from station.domain.sync.condition import TROUBLE, URGENCIES, Condition, Urgency
from station.ports import DeviceState
from station.services.central.overview import Runs, Seen
from web import formats, words
from web.context import me, world
from web.words.lazy import Lazy
from web.words.stations import TO_DO

ICONS = {Urgency.NOW: "stop", Urgency.SOON: "attention", Urgency.QUIET: "info", Urgency.WELL: "ok"}

# What the way of a question alone makes out.
CLOCK_SAME = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said of a station: its icon, what it is, more about it, and what is to be done."""

    urgency: Urgency
    title: str | Lazy
    more: str
    to_do: str | Lazy

    @property
    def icon(self) -> str:
        return ICONS[self.urgency]


def lines(seen: Seen) -> list[Line]:
    """Say how a station is, the most urgent first."""
    return [
        Line(URGENCIES[each], words.word(each), _more(each, seen), TO_DO.get(each, ""))
        for each in seen.conditions
    ]


def _more(condition: Condition, seen: Seen) -> str:
    """Say a condition's numbers, empty where it has none."""
    told = {
        Condition.SILENT: _silent,
        Condition.STOPPED: _stopped,
        Condition.REVOKED: lambda seen: _since(seen.known.revoked_at),
        Condition.CLONED: lambda seen: _since(seen.known.stopped_at),
        Condition.FORKED: lambda seen: _since(seen.known.stopped_at),
        Condition.RESTORED: lambda seen: _since(seen.known.stopped_at),
        Condition.PARKED_HERE: _parked_here,
        Condition.PARKED_THERE: lambda seen: _entries(seen.known.health.parked),
        Condition.CLOCK_OFF: _clock,
        Condition.DEVICES: lambda seen: ", ".join(devices(seen, trouble=True)),
        Condition.LATE: waiting,
    }
    return told[condition](seen) if condition in told else ""


def waiting(seen: Seen) -> str:
    """Say what waits at a station."""
    records, photos = _records(seen.standing.records), _photos(seen.standing.photos)
    return str(gettext("%(records)s and %(photos)s wait there", records=records, photos=photos))


def _silent(seen: Seen) -> str:
    return _since(seen.standing.contact)


def _stopped(seen: Seen) -> str:
    stopped = seen.known.stopped
    return _why(stopped) if stopped else ""


def _parked_here(seen: Seen) -> str:
    whys = (f"{_why(why)} ({count})" for why, count in seen.parked)
    return f"{_entries(seen.standing.parked_here)}: {', '.join(whys)}" if seen.parked else ""


def _why(member: StrEnum) -> str:
    return str(words.word(member))


def _entries(count: int) -> str:
    return str(ngettext("%(count)s entry", "%(count)s entries", count, count=number(count)))


def _records(count: int) -> str:
    return str(ngettext("%(count)s record", "%(count)s records", count, count=number(count)))


def _photos(count: int) -> str:
    return str(ngettext("%(count)s photo", "%(count)s photos", count, count=number(count)))


def number(count: int) -> str:
    return str(format_decimal(count, locale=get_locale()))


def _clock(seen: Seen) -> str:
    off = seen.standing.clock or timedelta()
    span = str(format_timedelta(abs(off), locale=get_locale(), threshold=1))
    if off > timedelta():
        return str(gettext("%(span)s ahead of central's", span=span))
    return str(gettext("%(span)s behind central's", span=span))


def _since(at: datetime | None) -> str:
    return str(gettext("since %(moment)s (%(span)s)", moment=moment(at), span=ago(at)) if at else "")


def ago(at: datetime | None) -> str:
    """Say how long ago something was; a moment from before a clock was set right counts as now."""
    span = max(timedelta(), world().clock.now() - at) if at else timedelta()
    return str(format_timedelta(span, format="short", locale=get_locale(), threshold=1))


def moment(at: datetime) -> str:
    """Write when something was: the time of today, the day and time of a day before."""
    now = world().clock.now()
    here = at.astimezone(now.tzinfo)
    if here.date() == now.date():
        return f"{here:%H:%M}"
    return f"{formats.short_day(here)} {here:%H:%M}"


def devices(seen: Seen, trouble: bool = False) -> Iterator[str]:
    """Name the devices of a station with how each is; those in trouble only, or all that are set up."""
    for name, state in seen.known.health.devices.items():
        if state != DeviceState.NONE.value and (state in TROUBLE or not trouble):
            yield f"{_device(name)}: {_state(state)}"


def _device(name: str) -> str:
    told = {
        "scanner": gettext("Scanner"),
        "scale": gettext("Scale"),
        "printer": gettext("Printer"),
        "camera": gettext("Camera"),
    }
    return str(told.get(name) or gettext("Camera %(name)s", name=name))


def _state(state: str) -> str:
    kinds: tuple[type[StrEnum], ...] = (DeviceState, PrinterState)
    kind = next((kind for kind in kinds if state in set(kind)), None)
    return str(words.words_of(kind, state)) if kind else state


def may_decide() -> bool:
    return me().role.at_least(Role.MANAGER)


def clock(seen: Seen) -> str:
    """Say how a station's clock stands beside central's."""
    off = seen.standing.clock
    return str(gettext("as central's") if off is None or abs(off) < CLOCK_SAME else _clock(seen))


def rule(runs: Runs) -> str:
    """Name the rules of one kind; a checklist by its id."""
    if runs.kind in set(RuleKind):
        return str(words.words_of(RuleKind, runs.kind))
    return str(gettext("Checklist %(name)s", name=runs.id))


def gigabytes(size: int) -> str:
    return f"{format_decimal(round(size / 1e9, 1), locale=get_locale())} GB"


def in_fours(fingerprint: str) -> str:
    """Write a fingerprint as it is read aloud."""
    return " ".join(fingerprint[n : n + 4] for n in range(0, len(fingerprint), 4))
