"""What central gives a station: only what concerns it, bounded, in order, and nothing that was removed."""

import json
from dataclasses import replace

import pytest

from station.domain.auditing.events import AuditConfirmed
from station.domain.events import SignedIn
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.sync.standing import Standing
from station.services.central import feeding
from station.services.central.feeding import FEED, feed
from station.services.syncing.carried import CARRIED
from station.services.syncing.health import health
from tests.support import desk
from tests.support.joined import Joined
from tests.support.stations import Rig
from tests.support.work import last_closed, to_bin, to_verdict


def fed(rig: Rig, station: str = "07", after: int = 0) -> list[str]:
    """List the kinds that a station gets, as often as it asks."""
    kinds: list[str] = []
    with rig.world.read() as uow:
        while (found := feed(uow, station, after)).upto > after:
            kinds += [json.loads(decided.entry)["kind"] for decided in found.decided]
            after = found.upto
    return kinds


def test_whatever_is_given_can_be_carried_out() -> None:
    assert FEED.keys() == CARRIED.keys()


def test_nothing_new_is_told_without_reading_any_entry(pair: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    with pair.central.world.read() as uow:
        head = uow.journal.head()

        def read(*_: object) -> None:
            raise AssertionError("an entry was read")

        monkeypatch.setattr(type(uow.feed), "entries", read)
        assert feed(uow, "07", head).decided == ()
        assert feed(uow, "07", head + 5).upto == head


def test_what_concerns_central_alone_is_passed_over(pair: Joined) -> None:
    with pair.central.world.begin() as uow:
        head = uow.journal.head()
        uow.journal.append(SignedIn("noa", "supervisor", "desk"), "noa")
        uow.journal.append(AuditConfirmed("of nobody", Lpn("L07-0000001-0"), ()), "noa")
    assert fed(pair.central, after=head) == []


def test_an_audit_goes_to_the_station_that_made_the_inspection(pair: Joined) -> None:
    to_verdict(pair.station)
    to_bin(pair.station)
    done = last_closed(pair.station).id
    pair.draw(done)
    with pair.central.world.read() as uow:
        head = uow.journal.head()
    desk.send_back(pair.central, done, "A note")
    assert fed(pair.central, "07", head) == ["audit_sent_back"]
    assert fed(pair.central, "08", head) == []


def test_one_answer_is_bounded_and_the_next_goes_on(pair: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fed(pair.central)
    monkeypatch.setattr(feeding, "MOST_DECISIONS", 3)
    assert fed(pair.central) == whole
    monkeypatch.setattr(feeding, "MOST_BYTES", 1)
    monkeypatch.setattr(feeding, "MOST_ENTRIES", 2)
    with pair.central.world.read() as uow:
        assert len(feed(uow, "07", 1).decided) == 1
    assert fed(pair.central) == whole


def test_a_text_that_was_removed_is_given_to_nobody(pair: Joined) -> None:
    to_verdict(pair.station)
    to_bin(pair.station)
    done = last_closed(pair.station).id
    pair.draw(done)
    desk.send_back(pair.central, done, "A note")
    with pair.central.world.begin() as uow:
        head = uow.journal.head()
        (given,) = feed(uow, "07", head - 1).decided
        (commitment,) = given.beside["notes"]  # type: ignore[misc]
        uow.notes.remove(str(commitment))
    with pair.central.world.read() as uow:
        assert "notes" not in feed(uow, "07", head - 1).decided[0].beside
    assert pair.take().parked == 0
    pair.sound()


def test_a_station_says_which_rules_count_and_what_it_took_last(pair: Joined) -> None:
    with pair.station.world.read() as uow:
        said = health(replace(pair.station.world), uow, Standing())
        versions = {now.key.id: now.version for now in uow.rules.current()}
        assert said.taken == uow.taken.upto()
    assert said.rules["policy/policy"] == versions["policy"]
    assert said.version == pair.station.world.house.version
    assert pair.station.person(Role.OPERATOR).name not in repr(said)
