"""What is told, in which order, and what becomes of it when the other side is not well."""

import socket
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from station.adapters.outbound.poster import Limits
from station.domain.outbound.destinations import Destination, Failure, OffBecause, Track
from station.domain.sync.backoff import OPENS_AFTER
from station.services.outbound import managing, sending
from station.services.verifying import check_journal
from tests.support.receiver import Receiver, Say, break_off, drip, receiving, told
from tests.support.stations import Rig
from tests.support.work import payloads, to_bin, to_verdict

TOLD = [
    "return.received",
    "return.inspected",
    "return.decided",
    "return.remedy_recommended",
    "item.finished",
    "stock.put",
    "return.reconciled",
]


def added(out: Rig, url: str, kind: str = "webhook", **more: str) -> Destination:
    problems, made = managing.add(out.world, "07", {"kind": kind, "name": "Shop", "url": url, **more})
    assert made is not None, [str(problem) for problem in problems]
    return made.destination


def track(out: Rig, destination: Destination) -> Track:
    with out.world.read() as uow:
        found = uow.destinations.track(destination.id)
    assert found is not None
    return found


def stored(out: Rig, destination: Destination) -> Destination:
    with out.world.read() as uow:
        found = uow.destinations.get(destination.id)
    assert found is not None
    return found


def parked(out: Rig, destination: Destination) -> list[str]:
    with out.world.read() as uow:
        return [each.id for each in uow.destinations.parked(destination.id, 100)]


def finish_item(out: Rig) -> None:
    to_verdict(out)
    to_bin(out)


def work_off(out: Rig, most: int = 40) -> None:
    """Do steps until nothing is left to do at once."""
    for _ in range(most):
        if sending.step(out.world) > 0:
            return
    raise AssertionError("there is no end to it")


def later(out: Rig, seconds: float = 400) -> None:
    """Let the time of the next try come, and try."""
    out.clock.advance(seconds=seconds)
    work_off(out)


def test_an_item_is_told_in_order_and_signed(out: Rig, receiver: Receiver) -> None:
    destination = added(out, receiver.url)
    finish_item(out)
    work_off(out)
    hook = Webhook(destination.secret)
    told = [hook.verify(got.body, got.headers) for got in receiver.got]
    assert [each["type"] for each in told] == TOLD
    assert [each["id"] for each in told] == receiver.ids()
    assert {each["specversion"] for each in told} == {"1.0"}
    assert told[0]["data"]["text"]["he"] and told[3]["data"]["remedy"]
    with pytest.raises(WebhookVerificationError):
        hook.verify(receiver.got[0].body + b" ", receiver.got[0].headers)
    check_journal(out.world)


def test_only_what_was_asked_for_is_told(out: Rig, receiver: Receiver) -> None:
    added(out, receiver.url, types="stock.put return.decided")
    finish_item(out)
    work_off(out)
    assert [got.json["type"] for got in receiver.got] == ["return.decided", "stock.put"]


def test_what_was_before_a_destination_is_not_told(out: Rig, receiver: Receiver) -> None:
    finish_item(out)
    added(out, receiver.url)
    work_off(out)
    assert receiver.got == []


def test_a_destination_that_is_away_is_told_all_later(out: Rig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    destination = added(out, f"http://127.0.0.1:{port}/hook")
    finish_item(out)
    for _ in range(12):
        later(out)
    failing = track(out, destination)
    assert failing.failure is Failure.NO_CONNECTION
    assert failing.attempts >= OPENS_AFTER
    assert parked(out, destination) == []  # the messages are good, however often nobody answers
    with receiving() as receiver:
        with out.world.begin() as uow:
            uow.destinations.save(replace(destination, url=receiver.url))
        later(out)
        assert [got.json["type"] for got in receiver.got] == TOLD


@pytest.mark.parametrize(
    ("bad", "failure"),
    [
        (Say(500, body=b"No <b>room</b>\x00"), Failure.REFUSED),
        (Say(503), Failure.BUSY),
        (Say(302, {"Location": "http://169.254.169.254/latest/meta-data"}), Failure.REDIRECTED),
        (Say(act=break_off), Failure.BROKEN_OFF),
        (Say(act=drip), Failure.TOO_SLOW),
    ],
    ids=["500", "503", "redirect", "reset", "slow"],
)
def test_a_fault_delays_and_loses_nothing(rig: Rig, bad: Say, failure: Failure) -> None:
    out = told(rig, limits=Limits(connect=1, whole=0.3))
    with receiving(Say(), bad, Say()) as receiver:
        destination = added(out, receiver.url)
        finish_item(out)
        work_off(out)
        assert track(out, destination).failure is failure
        assert len(receiver.got) == 2
        later(out)
        ids = receiver.ids()
        assert ids[1] == ids[2]  # told again under the same id, and nothing else twice
        assert [got.json["type"] for got in receiver.got if got.id in ids] == [*TOLD[:2], *TOLD[1:]]
        assert track(out, destination).failure is None


def test_what_was_asked_for_is_waited(out: Rig) -> None:
    with receiving(Say(429, {"Retry-After": "90"}), Say()) as receiver:
        destination = added(out, receiver.url)
        finish_item(out)
        work_off(out)
        later(out, 80)
        assert len(receiver.got) == 1
        later(out, 15)
        assert len(receiver.got) == 1 + len(TOLD)
        assert track(out, destination).due is None


def test_a_date_to_come_back_at_is_kept_to(out: Rig) -> None:
    at = out.clock.time.astimezone(UTC) + timedelta(minutes=10)
    with receiving(Say(503, {"Retry-After": format_datetime(at, usegmt=True)}), Say()) as receiver:
        added(out, receiver.url)
        finish_item(out)
        work_off(out)
        later(out, 500)
        assert len(receiver.got) == 1
        later(out, 200)
        assert len(receiver.got) == 1 + len(TOLD)


def test_a_destination_that_is_gone_is_turned_off(out: Rig) -> None:
    with receiving(Say(410)) as receiver:
        destination = added(out, receiver.url)
        finish_item(out)
        work_off(out)
        later(out)
        assert len(receiver.got) == 1
        assert stored(out, destination).off is OffBecause.GONE
        assert payloads(out, "destination_set")[-1]["because"] == "gone"
        receiver.answers = [Say()]
        managing.turn_on(out.world, "07", destination.id)
        work_off(out)
        assert [got.json["type"] for got in receiver.got[1:]] == TOLD


def test_poison_is_parked_and_the_rest_goes_on(out: Rig, receiver: Receiver) -> None:
    destination = added(out, receiver.url)
    receiver.judge = lambda got: Say(422, body=b"unknown field") if b"return.decided" in got.body else None
    finish_item(out)
    for _ in range(8):
        later(out)
    told = [got.json["type"] for got in receiver.got]
    assert told.count("return.decided") == 5
    assert [each for each in told if each != "return.decided"] == [t for t in TOLD if t != "return.decided"]
    (id_,) = parked(out, destination)
    receiver.judge = None
    assert managing.retry(out.world, destination.id, id_) == 1
    work_off(out)
    assert receiver.ids()[-1] == id_
    assert parked(out, destination) == []


def test_where_everything_is_refused_messages_wait(out: Rig) -> None:
    with receiving(Say(401)) as receiver:
        destination = added(out, receiver.url)
        finish_item(out)
        for _ in range(40):
            later(out)
        assert len(parked(out, destination)) == 3  # from then on it is the destination that is wrong
        receiver.answers = [Say()]
        managing.try_now(out.world, destination.id)
        work_off(out)
        told = [got.json["type"] for got in receiver.got if got.id not in parked(out, destination)]
        assert told[-4:] == TOLD[3:]


def test_a_range_is_told_again_and_the_cursor_stays(out: Rig, receiver: Receiver) -> None:
    destination = added(out, receiver.url)
    finish_item(out)
    work_off(out)
    first, before = receiver.ids(), track(out, destination)
    managing.replay(out.world, "07", destination.id)
    work_off(out)
    assert receiver.ids() == first + first
    after = track(out, destination)
    with out.world.read() as uow:
        assert len(uow.destinations.tracks()) == 1
    assert after.cursor >= before.cursor


def test_two_secrets_sign_for_a_day(out: Rig, receiver: Receiver) -> None:
    destination = added(out, receiver.url)
    renewed = managing.renew_secret(out.world, "07", destination.id)
    finish_item(out)
    work_off(out)
    for secret in (destination.secret, renewed.secret):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    assert managing.test(out.world, destination.id) is None
    out.clock.advance(hours=25)
    assert managing.test(out.world, destination.id) is None
    assert len(receiver.got[-1].headers["webhook-signature"].split()) == 1


def test_an_entry_that_cannot_be_told_is_parked_at_once(
    out: Rig, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from station.domain.outbound import telling

    def broken(*_: object) -> tuple[()]:
        raise KeyError("of another version")

    destination = added(out, receiver.url)
    table = {**telling.TABLE, "item_binned": (broken,)}
    monkeypatch.setattr(telling, "TABLE", table)
    monkeypatch.setattr("station.services.outbound.making.KINDS", frozenset(table))
    monkeypatch.setattr("station.domain.outbound.telling.KINDS", frozenset(table))
    monkeypatch.setattr("station.services.outbound.making._MARKS", (b'"kind":"',))
    finish_item(out)
    work_off(out)
    assert [got.json["type"] for got in receiver.got] == TOLD
    assert len(parked(out, destination)) == 1


def test_secrets_are_in_no_entry_and_no_repr(out: Rig, receiver: Receiver) -> None:
    destination = added(out, receiver.url + "/path-is-secret")
    managing.renew_secret(out.world, "07", destination.id)
    with out.world.read() as uow:
        written = b"".join(entry.canonical for entry in uow.journal.entries())
    for secret in (destination.secret, stored(out, destination).secret, "path-is-secret"):
        assert secret.encode() not in written
    assert destination.secret not in repr(destination)


def test_one_that_answers_slowly_leaves_the_others_their_turn(
    out: Rig, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TURN_SECONDS", 0.0)
    with receiving() as slow:
        added(out, slow.url, name="A")
        added(out, receiver.url, name="B")
        finish_item(out)
        sending.step(out.world)
        assert (len(slow.got), len(receiver.got)) == (1, 1)
        work_off(out)
        assert len(slow.got) == len(receiver.got) == len(TOLD)
