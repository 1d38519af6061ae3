"""Labels on the pages: who may print what, what is shown, and what never leaves the station."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from firmware_bridge.sim.printer_ways import TcpPrinter
from firmware_bridge.sim.zpl_printer import Fault
from station.domain.people import Role
from station.domain.printing import JobState
from tests.support.printing import jobs, states, with_printer, work_off
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.support.work import in_hand, open_item
from tests.web.conftest import KEY, Browser
from web.factory import create_app


@pytest.fixture
def printer(rig: Rig) -> Iterator[tuple[Rig, TcpPrinter, Callable[[Role], Browser]]]:
    """A station with a printer, and a way to sign people in to it."""
    with with_printer(rig) as (printing, device):
        app = compiled_once(create_app(printing.world, secret_key=KEY, trusted_hosts=["localhost"]))
        yield printing, device, lambda role: Browser(printing, app.test_client()).sign_in(role)


def codes_in(png: bytes) -> set[str]:
    picture = np.array(Image.open(io.BytesIO(png)).convert("L"))
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def test_a_bin_is_shown_as_it_will_be_printed(browser: Browser) -> None:
    answer = browser.sign_in().get("/labels/preview.png?kind=bin&code=R-02")
    assert (answer.mimetype, codes_in(answer.data)) == ("image/png", {"R-02"})


def test_without_a_printer_labels_are_saved_as_pdf(browser: Browser, rig: Rig) -> None:
    answer = browser.sign_in(Role.SUPERVISOR).get("/labels/print.pdf?kind=bin")
    assert answer.mimetype == "application/pdf"
    assert answer.data.count(b"/Type /Page\n") == len(rig.site.bins)
    refused = browser.post("/labels/print", {"kind": "bin"}).json
    assert refused and refused["ok"] is False and "No label printer" in refused["say"]


@pytest.mark.parametrize("query", ["", "kind=bin&code=NOPE", "kind=badge", "kind=item&code=L07-0000001-0"])
def test_only_labels_that_are_offered_can_be_asked_for(browser: Browser, query: str) -> None:
    assert browser.sign_in().get(f"/labels/preview.png?{query}").status_code == 404


def test_all_bins_go_to_the_printer_in_one_go(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    rig, device, sign_in = printer
    browser = sign_in(Role.OPERATOR)
    answer = browser.post("/labels/print", {"kind": "bin", "code": ""}).json
    assert answer and answer["ok"] is True
    work_off(rig)
    assert len(device.printer.printed) == len(rig.site.bins)


def test_the_page_says_what_holds_a_label_up_and_lets_it_be_given_up(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    rig, device, sign_in = printer
    browser = sign_in(Role.OPERATOR)
    device.printer.set(Fault.PAPER_OUT, True)
    browser.post("/labels/print", {"kind": "bin", "code": "R-02"})
    work_off(rig)
    shown = browser.get("/labels").text
    assert 'data-state="waiting"' in shown and "אין נייר" in shown  # the first operator reads Hebrew
    assert browser.get("/labels/queue").text in shown
    browser.post("/labels/cancel", {"job": jobs(rig)[0].id})
    assert states(rig) == [JobState.CANCELLED]
    browser.post("/labels/retry", {"job": jobs(rig)[0].id})
    assert states(rig) == [JobState.WAITING]


def test_a_label_that_is_not_there_cannot_be_decided_on(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    _, _, sign_in = printer
    assert sign_in(Role.OPERATOR).post("/labels/cancel", {"job": "none"}).status_code == 404


def test_the_bench_shows_a_printer_that_has_something_to_mend(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    rig, device, sign_in = printer
    browser = sign_in(Role.SUPERVISOR)
    assert 'href="/labels"><span>' not in browser.get("/bench").text
    device.printer.set(Fault.HEAD_OPEN, True)
    rig.world.printer.ask()
    assert "its head is open" in browser.get("/bench").text


# Badges ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
@pytest.mark.parametrize("path", ["/labels/badge.png", "/labels/badge.pdf", "/labels/badge"])
def test_badges_are_for_managers(browser: Browser, rig: Rig, role: Role, path: str) -> None:
    secret = rig.person(Role.OPERATOR).badge
    assert browser.sign_in(role).post(path, {"badge": secret}).status_code == 403


def test_a_manager_copies_a_badge_from_its_code_and_nothing_is_kept(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]], tmp_path: Path
) -> None:
    rig, device, sign_in = printer
    browser, badge = sign_in(Role.MANAGER), "$ID-" + rig.person(Role.OPERATOR).badge
    shown = browser.post("/labels/badge.png", {"badge": badge})
    assert codes_in(shown.data) == {badge}
    assert shown.headers["Cache-Control"] == "no-store"
    answer = browser.post("/labels/badge", {"badge": badge}).json
    assert answer and answer["ok"] is True
    assert len(device.printer.printed) == 1
    kept = b"".join(p.read_bytes() for p in rig.station.folder.path.glob("station.db*"))
    assert badge.encode() not in kept and badge.removeprefix("$ID-").encode() not in kept


def test_a_badge_that_cannot_be_printed_now_is_not_kept_for_later(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    rig, device, sign_in = printer
    browser = sign_in(Role.MANAGER)
    device.printer.set(Fault.PAUSED, True)
    answer = browser.post("/labels/badge", {"badge": rig.person(Role.OPERATOR).badge}).json
    assert answer and answer["ok"] is False
    device.printer.set(Fault.PAUSED, False)
    work_off(rig)
    assert device.printer.printed == []


@pytest.mark.parametrize("badge", ["", "$ID-", "$ID-NOBODY", "x" * 65])
def test_a_code_that_is_nobodys_badge_is_not_drawn(browser: Browser, badge: str) -> None:
    assert browser.sign_in(Role.MANAGER).post("/labels/badge.png", {"badge": badge}).status_code == 404


# Records -----------------------------------------------------------------------------------------


def test_a_supervisor_prints_the_label_of_a_record(
    printer: tuple[Rig, TcpPrinter, Callable[[Role], Browser]],
) -> None:
    rig, device, sign_in = printer
    open_item(rig)
    lpn = in_hand(rig).item.lpn
    browser = sign_in(Role.SUPERVISOR)
    assert codes_in(browser.get(f"/audit/{lpn}/label.png").data) == {lpn}
    assert browser.get(f"/audit/{lpn}/label.pdf").data.startswith(b"%PDF-")
    answer = browser.post(f"/audit/{lpn}/print").json
    assert answer and answer["ok"] is True
    work_off(rig)
    assert len(device.printer.printed) == 1


def test_no_record_no_label(browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.get("/audit/L07-0009999-9/label.png").status_code == 404
    assert browser.post("/audit/L07-0009999-9/print").status_code == 404
