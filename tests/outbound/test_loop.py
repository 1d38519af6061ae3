"""The loop as it is joined: it tells by itself soon after the commit, and is absent by default."""

from dataclasses import replace
from pathlib import Path

from station.adapters.config.outbound_section import OutboundSettings
from station.app.out_loop import out_loop, outside_of
from station.domain.outbound.rules import OutboundRules
from tests.outbound.test_delivering import TOLD, added, finish_item
from tests.support.receiver import LOOPBACK, Receiver
from tests.support.stations import Rig
from tests.support.waiting import until


def test_nothing_runs_where_nothing_may_go_anywhere(rig: Rig) -> None:
    assert out_loop(rig.world) == ()


def test_an_item_is_told_by_itself(rig: Rig, receiver: Receiver, tmp_path: Path) -> None:
    settings = OutboundSettings(OutboundRules(allowed=LOOPBACK))
    out = replace(rig, world=replace(rig.world, outside=outside_of(settings)))
    (loop,) = out_loop(out.world)
    added(out, receiver.url)
    loop.start()
    try:
        finish_item(out)
        until(lambda: len(receiver.got) == len(TOLD))
    finally:
        loop.stop()
    assert [got.json["type"] for got in receiver.got] == TOLD
    assert receiver.got[0].headers["user-agent"].startswith("returns-station/")
