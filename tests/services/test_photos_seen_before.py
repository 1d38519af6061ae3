"""A photo much like one of another item is refused with that item's name, and a person may keep it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from station.domain.bench import AskKind, Bench, Say
from station.domain.evidence import Fault, Photo, PoorBecause, Quality
from station.domain.inspection import Inspection
from station.domain.scanning import Command
from station.services.verifying import check_journal
from tests.support.stations import Rig
from tests.support.work import (
    asked,
    at_bench,
    in_hand,
    last_closed,
    open_item,
    option,
    press,
    said,
    to_bin,
    to_verdict,
)


@pytest.fixture
def second(rig: Rig) -> Rig:
    """Another item of the same product in hand, and the camera still shows the one before."""
    first = to_verdict(rig)
    to_bin(rig)
    again = next(
        announced
        for announced in rig.site.returns
        if announced.rma != first.rma and announced.lines[0].sku == first.lines[0].sku
    )
    rig.scan(again.rma)
    press(rig, 1)
    return rig


def photographed(rig: Rig) -> tuple[Bench, Photo]:
    result = press(rig, Command.PHOTO)
    candidate = in_hand(rig).candidate
    assert candidate is not None
    return result, candidate


def test_it_is_refused_and_the_other_item_is_named(second: Rig) -> None:
    other = last_closed(second)
    result, photo = photographed(second)
    assert (said(result), asked(result)) == (Say.PHOTO_SEEN_BEFORE, AskKind.POOR_PHOTO)
    assert result.notice is not None
    assert result.notice.facts["lpn"] == other.item.lpn
    assert (photo.faults, photo.like) == ((Fault.SEEN_BEFORE,), other.item.lpn)
    assert (photo.quality.alike or 0) >= 0.95
    assert photo.quality.bits_apart == 0


def test_a_crop_of_it_compressed_again_is_refused_too_and_opens_a_hold(second: Rig) -> None:
    other = last_closed(second)
    shot = second.camera.photo()
    picture = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), 1)
    height, width = picture.shape[:2]
    part = picture[height // 20 : -height // 20, width // 20 : -width // 20]
    taken = replace(shot, jpeg=bytes(cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]))
    second.camera.photo = lambda *_: taken  # type: ignore[method-assign]
    result, photo = photographed(second)
    assert (said(result), photo.like) == (Say.PHOTO_SEEN_BEFORE, other.item.lpn)
    assert said(option(second, PoorBecause.CAMERA_POOR)) == Say.HELD_BY_SIGNAL


def test_it_can_be_kept_with_a_reason_and_the_record_says_both(second: Rig) -> None:
    photographed(second)
    assert said(option(second, PoorBecause.CAMERA_POOR)) == Say.HELD_BY_SIGNAL
    (photo,) = last_closed(second).photos
    assert (photo.faults, photo.poor_because) == ((Fault.SEEN_BEFORE,), PoorBecause.CAMERA_POOR)
    assert check_journal(second.world) == ()


def test_the_same_product_put_down_another_way_is_not_like_it(second: Rig) -> None:
    second.camera.scene = replace(second.camera.scene, seed=8)
    assert said(press(second, Command.PHOTO)) == Say.ROUTED
    (photo,) = in_hand(second).photos
    assert (photo.faults, photo.like) == ((), None)


def test_photos_of_the_item_itself_do_not_count(rig: Rig) -> None:
    to_verdict(rig)
    press(rig, Command.UNDO)
    assert said(press(rig, Command.PHOTO)) == Say.ROUTED
    assert in_hand(rig).photos[0].quality.alike is None


def test_an_item_that_was_given_up_does_not_count(rig: Rig) -> None:
    announced = open_item(rig)
    press(rig, 1)
    rig.camera.blurred = True
    photographed(rig)
    give_up(rig)
    rig.scan(announced.rma)
    press(rig, 1)
    _, photo = photographed(rig)
    assert Fault.SEEN_BEFORE not in photo.faults
    assert (photo.quality.alike or 0) >= 0.95


def give_up(rig: Rig) -> None:
    for _ in range(8):
        if asked(at_bench(rig)) == AskKind.GIVE_UP:
            break
        press(rig, Command.BACK)
    option(rig, "give_up")
    assert at_bench(rig).inspection is None


def test_a_label_that_is_there_but_too_small_to_read_is_too_far(rig: Rig) -> None:
    open_item(rig)
    press(rig, 1)
    shot = rig.camera.photo()
    small = cv2.resize(cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), 1), None, fx=0.2, fy=0.2)
    far = cv2.GaussianBlur(np.random.default_rng(1).integers(90, 160, (1080, 1920, 3), np.uint8), (0, 0), 9)
    far[400 : 400 + small.shape[0], 700 : 700 + small.shape[1]] = small
    taken = replace(shot, jpeg=bytes(cv2.imencode(".jpg", far)[1]))
    rig.camera.photo = lambda *_: taken  # type: ignore[method-assign]
    _, photo = photographed(rig)
    assert Fault.TOO_FAR in photo.faults
    assert Fault.NO_CODE not in photo.faults
    assert (photo.quality.module or 9) < 1.5


def test_photos_of_an_older_version_are_read_with_what_they_have(rig: Rig) -> None:
    from station.adapters.local.codec import decode, encode

    to_verdict(rig)
    stored = encode(in_hand(rig))
    for name in (b'"module"', b'"alike"', b'"bits_apart"', b'"like"'):
        assert name in stored
    older = (
        stored.replace(b'"module"', b'"x1"').replace(b'"alike"', b'"x2"').replace(b'"bits_apart"', b'"x3"')
    )
    (photo,) = decode(older.replace(b'"like"', b'"x4"'), Inspection).photos
    assert (photo.quality.module, photo.quality.alike, photo.like) == (None, None, None)
    assert isinstance(photo.quality, Quality)
