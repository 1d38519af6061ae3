"""Photos: taken at the bench, judged at once, and never kept silently when they are poor."""

import hashlib
from dataclasses import replace

import pytest

from firmware_bridge.sim.scene import Scene
from station.domain.bench import AskKind, Say
from station.domain.errors import DomainError, Reason
from station.domain.evidence import Fault, PoorBecause
from station.domain.inspection import State
from station.domain.scanning import Command
from station.ports import DeviceState
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    expected,
    in_hand,
    last_closed,
    open_item,
    option,
    press,
    said,
    to_bin,
    to_verdict,
    unawaited,
)


@pytest.fixture
def sealed(rig: Rig) -> Rig:
    """A sealed item that only wants its photo."""
    open_item(rig)
    press(rig, 1)
    return rig


def test_a_good_photo_is_kept_as_the_camera_gave_it(sealed: Rig) -> None:
    sent = sealed.camera.photo().jpeg
    assert said(press(sealed, Command.PHOTO)) == Say.ROUTED
    (photo,) = in_hand(sealed).photos
    assert (photo.slot, photo.faults, photo.taken_by, photo.simulated) == ("front", (), "dana", True)
    assert photo.sha256 == hashlib.sha256(sent).hexdigest()
    assert sealed.world.vault.get(photo.sha256) == sent
    assert (photo.width, photo.height) == (1920, 1080)


def poor(rig: Rig) -> tuple[Fault, ...]:
    result = press(rig, Command.PHOTO)
    assert (said(result), asked(result)) == (Say.PHOTO_REFUSED, AskKind.POOR_PHOTO)
    candidate = in_hand(rig).candidate
    assert candidate is not None
    return candidate.faults


def test_a_blurred_photo_is_refused_with_its_faults_and_kept_only_with_a_reason(sealed: Rig) -> None:
    sealed.camera.blurred = True
    assert Fault.BLURRED in poor(sealed)
    notice = at_bench(sealed).notice
    assert notice
    assert "blurred" in notice.facts["faults"].split()
    assert said(option(sealed, PoorBecause.CAMERA_POOR)) == Say.ROUTED
    (photo,) = in_hand(sealed).photos
    assert photo.poor_because is PoorBecause.CAMERA_POOR


def test_taking_it_again_is_the_other_way_out(sealed: Rig) -> None:
    sealed.camera.blurred = True
    poor(sealed)
    sealed.camera.blurred = False
    result = press(sealed, Command.PHOTO)
    assert (said(result), asked(result)) == (Say.ROUTED, None)
    (photo,) = in_hand(sealed).photos
    assert (photo.faults, photo.poor_because) == ((), None)


def test_undo_puts_a_refused_photo_away(sealed: Rig) -> None:
    sealed.camera.blurred = True
    poor(sealed)
    assert asked(press(sealed, Command.UNDO)) is None
    assert (in_hand(sealed).candidate, in_hand(sealed).chosen) == (None, {"sealed": "yes"})


@pytest.mark.parametrize("level", [0, 20, 255], ids=["black", "dark", "white"])
def test_a_covered_lens_is_refused_and_its_item_can_still_be_finished(sealed: Rig, level: int) -> None:
    import cv2
    import numpy as np

    picture = np.full((1080, 1920, 3), level, np.uint8)
    shot = replace(sealed.camera.photo(), jpeg=bytes(cv2.imencode(".jpg", picture)[1]))
    sealed.camera.photo = lambda *_: shot  # type: ignore[method-assign]
    assert set(poor(sealed)) & {Fault.DARK, Fault.BLURRED, Fault.NO_CODE}
    option(sealed, PoorBecause.CAMERA_POOR)
    assert said(to_bin(sealed)) == Say.BINNED
    assert check_journal(sealed.world) == ()


def test_the_label_of_another_product_is_noticed(sealed: Rig) -> None:
    other = unawaited(sealed)
    sealed.camera.scene = Scene("Other", (other.gtin[1:],), other.category, 7)
    assert poor(sealed) == (Fault.OTHER_CODE,)


def test_a_photo_without_the_products_label_is_noticed(sealed: Rig) -> None:
    sealed.camera.scene = Scene("Box", (), "kitchen", 7)
    assert poor(sealed) == (Fault.NO_CODE,)


def test_a_parcel_label_in_the_photo_is_not_another_product(sealed: Rig) -> None:
    sealed.camera.scene = Scene("Box", ("RR196556285IL",), "kitchen", 7)
    assert poor(sealed) == (Fault.NO_CODE,)


def test_the_items_own_serial_number_counts_as_its_code(rig: Rig) -> None:
    rig.sign_in()
    announced = expected(rig, sku="PH-61")
    rig.camera.scene = Scene("Phone", (announced.lines[0].serial or "",), "electronics", 7)
    rig.scan(announced.rma)
    press(rig, 1)
    assert said(press(rig, Command.PHOTO)) == Say.ROUTED


# No camera -----------------------------------------------------------------------------------------


def test_without_a_camera_the_item_goes_on_hold_and_says_why(sealed: Rig) -> None:
    sealed.camera.state_ = DeviceState.ABSENT
    result = press(sealed, Command.PHOTO)
    assert (said(result), asked(result)) == (Reason.CAMERA_ABSENT, AskKind.NO_PHOTO)
    assert said(press(sealed, 1)) == Say.HELD_IN
    assert last_closed(sealed).hold.reason == "no_camera"


def test_a_camera_that_is_back_takes_the_photo(sealed: Rig) -> None:
    sealed.camera.state_ = DeviceState.ABSENT
    press(sealed, Command.PHOTO)
    sealed.camera.state_ = DeviceState.READY
    result = press(sealed, Command.PHOTO)
    assert (said(result), asked(result)) == (Say.ROUTED, None)


def test_a_camera_that_sends_no_picture_counts_as_absent(sealed: Rig) -> None:
    shot = replace(sealed.camera.photo(), jpeg=b"\xff\xd8 no picture at all")
    sealed.camera.photo = lambda *_: shot  # type: ignore[method-assign]
    assert asked(press(sealed, Command.PHOTO)) == AskKind.NO_PHOTO
    assert in_hand(sealed).photos == ()


# When ----------------------------------------------------------------------------------------------


def test_photos_can_be_taken_before_the_answers(rig: Rig) -> None:
    open_item(rig)
    assert said(press(rig, Command.PHOTO)) == Say.PHOTO_KEPT
    assert said(press(rig, 1)) == Say.ROUTED


def test_a_photo_waits_while_something_else_is_asked(sealed: Rig) -> None:
    result = press(sealed, Command.HOLD, Command.PHOTO)
    assert (said(result), asked(result)) == (Reason.NOT_NOW, AskKind.WHY_HOLD)
    assert in_hand(sealed).photos == ()


def test_an_optional_photo_can_be_added_at_the_verdict(rig: Rig) -> None:
    rig.sign_in()
    product = unawaited(rig)
    rig.camera.scene = Scene("New", (product.gtin[1:],), "kitchen", 7)
    rig.scan(product.gtin)
    press(rig, 1, 2, 1, 1, 1, 1, 1, 3, Command.PHOTO)
    assert in_hand(rig).state is State.ROUTED
    press(rig, Command.PHOTO)
    assert [photo.slot for photo in in_hand(rig).photos] == ["front", "contents"]
    assert in_hand(rig).state is State.ROUTED
    assert said(press(rig, Command.PHOTO)) == Reason.NOT_NOW


def test_the_next_item_starts_with_no_photo(rig: Rig) -> None:
    announced = to_verdict(rig)
    to_bin(rig)
    other = next(r for r in rig.site.returns if len(r.lines) == 1 and r.rma != announced.rma)
    rig.scan(other.rma)
    assert (in_hand(rig).photos, in_hand(rig).candidate) == ((), None)


@pytest.mark.parametrize("reason", [Reason.DISK_FULL, Reason.STORE_FAILED], ids=["disk full", "disk failing"])
def test_a_photo_that_could_not_be_stored_is_not_bound(sealed: Rig, reason: Reason) -> None:
    put = sealed.world.vault.put

    def fails(_data: bytes) -> str:
        raise DomainError(reason)

    sealed.world.vault.put = fails  # type: ignore[method-assign]
    assert said(press(sealed, Command.PHOTO)) == reason
    assert in_hand(sealed).photos == ()
    sealed.world.vault.put = put  # type: ignore[method-assign]
    assert said(press(sealed, Command.PHOTO)) == Say.ROUTED
