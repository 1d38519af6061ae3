"""What goes into a pack: every visit, every rule that decided, and no more photos than there are."""

import json
from pathlib import Path
from typing import Any

import pytest

from station.adapters.local.migrations.versions.v0010_claims import index
from station.adapters.local.schema_claims import told
from station.adapters.packs.typeface import visible
from station.domain.auditing.decisions import Change
from station.domain.auditing.overrides import OverrideReason
from station.domain.errors import DomainError, Reason
from station.domain.grading import Grade
from station.domain.identifiers import Lpn
from station.domain.people import Role
from station.domain.people_events import PhotoRemovedBecause
from station.domain.policy import Remedy
from station.domain.proof import pack
from station.domain.proof.pack import About, PackKind
from station.domain.proof.telling import TELLS_NOTHING, keys_of
from station.domain.scanning import Command
from station.services.people.photos import remove_photo
from station.services.proof.items_told import overridden
from station.services.proof.keys import rotate
from station.services.proof.speech import Speech, when
from tests.support import desk
from tests.support.packed import again, checked, members_of, pack_of
from tests.support.stations import Rig
from tests.support.work import entries, expected, in_hand, last_closed, press, to_bin, to_verdict
from tests.support.workshop import refurbish, somebody


def item(rig: Rig, lpn: str) -> bytes:
    return pack_of(rig, About(PackKind.ITEM, lpn))


def binned(rig: Rig) -> Lpn:
    to_verdict(rig)
    to_bin(rig)
    return last_closed(rig).item.lpn


def test_every_entry_on_an_item_is_in_its_pack_and_none_on_another(rig: Rig, tmp_path: Path) -> None:
    first, second = binned(rig), None
    rig.scan(expected(rig, lines=2).rma)
    press(rig, 1, 2, Command.HOLD, 1)
    second = last_closed(rig).item.lpn
    for lpn in (first, second):
        found = checked(tmp_path, item(rig, lpn))
        timeline = {each["seq"] for each in found.record["timeline"]}
        whole = {entry["seq"] for entry in entries(rig) if lpn in json.dumps(entry["payload"])}
        silent = {entry["seq"] for entry in entries(rig) if entry["kind"] in TELLS_NOTHING}
        assert (found.problems, timeline) == ([], whole - silent)
        assert all(rule["seq"] for rule in found.record["rules"])


def test_what_is_not_over_yet_has_no_pack(rig: Rig) -> None:
    to_verdict(rig)
    with pytest.raises(DomainError) as refused:
        item(rig, in_hand(rig).item.lpn)
    assert refused.value.reason is Reason.NOT_NOW


def test_a_return_has_all_its_items_and_how_it_was_reconciled(rig: Rig, tmp_path: Path) -> None:
    lpn = binned(rig)
    rma = last_closed(rig).item.rma
    found = checked(tmp_path, pack_of(rig, About(PackKind.RETURN, rma or "")))
    assert found.problems == []
    assert [each["lpn"] for each in found.record["items"]] == [lpn]
    assert found.record["reconciled"]["rma"] == rma


def test_a_photo_that_was_removed_is_left_out_and_that_is_no_fault(rig: Rig, tmp_path: Path) -> None:
    lpn = binned(rig)
    (photo,) = {each.sha256 for each in last_closed(rig).photos}
    whole = item(rig, lpn)
    supervisor = rig.person(Role.SUPERVISOR)
    by = somebody(rig, Role.SUPERVISOR)
    remove_photo(rig.world, by, lpn, photo, PhotoRemovedBecause.ADDRESS, supervisor.pin)
    without = item(rig, lpn)
    assert pack.photo_name(photo) in members_of(whole)
    assert pack.photo_name(photo) not in members_of(without)
    assert checked(tmp_path, without).problems == []


def test_a_photo_that_is_lost_makes_a_pack_that_says_so(rig: Rig, tmp_path: Path) -> None:
    lpn = binned(rig)
    (photo,) = {each.sha256 for each in last_closed(rig).photos}
    next((rig.station.folder.path / "photos").rglob(f"{photo}.jpg")).unlink()
    assert checked(tmp_path, item(rig, lpn)).problems == [
        f"{pack.photo_name(photo)} is missing: an entry names it."
    ]


def test_the_index_of_entries_is_the_same_when_it_is_made_anew(rig: Rig) -> None:
    """The migration makes it from the journal; from then on it grows with each entry."""
    rig.sign_in()
    refurbish(rig)
    keys = {key for entry in entries(rig) for key in keys_of(entry["kind"], entry["payload"])}
    with rig.world.begin() as uow:
        grown = {key: uow.told.of([key]) for key in keys}
        connection = uow.told._connection  # type: ignore[attr-defined]
        connection.execute(told.delete())
        assert not any(uow.told.of([key]) for key in keys)
        index(connection, told)
        assert {key: uow.told.of([key]) for key in keys} == grown
    assert all(grown.values())


def test_after_a_rotation_either_key_proves_a_pack(rig: Rig, tmp_path: Path) -> None:
    lpn = binned(rig)
    rotate(rig.world, lost=False)
    data, keys = item(rig, lpn), rig.world.signer.keys()
    assert len(keys) == 2
    for trusted in ((), (keys[0].public,), (keys[1].public,)):
        assert checked(tmp_path, data, trusted).problems == []
    assert members_of(data)[pack.KEY] == pack.pem_of(keys[0].public)
    assert len(members_of(data)[pack.CHECKPOINT].decode().splitlines()) == 6
    other = again(members_of(data), lambda _: _flipped(members_of(data)[pack.SEAL]))
    assert "does not belong to this text" in checked(tmp_path, other, (keys[0].public,)).problems[0]


def _flipped(seal: bytes) -> bytes:
    """Change the last signature, which is not the one that is trusted."""
    return seal[:-9] + (b"A" if seal[-9:-8] != b"A" else b"B") + seal[-8:]


def test_the_page_says_all_that_a_supervisor_changed_and_by_which_clock(rig: Rig) -> None:
    inspection = desk.restocked(rig)
    desk.override(
        rig, inspection, Change(OverrideReason.GRADED_TOO_SOFT, grade=Grade.D, remedy=Remedy.STORE_CREDIT)
    )
    told = visible(overridden(Speech(rig.world.words, "en"), _last_visit(rig)["override"]).text)
    assert "changed Grade A (as new), Full refund recommended to Grade D (defective), Store credit" in told
    assert told.endswith("UTC · noa")
    assert visible(when("2026-11-22T01:16:13.9+02:00")) == "2026-11-21\u00a023:16:13\u00a0UTC"


def _last_visit(rig: Rig) -> dict[str, Any]:
    visit: dict[str, Any] = entries(rig)[-1]["payload"]["inspection"]
    return visit
