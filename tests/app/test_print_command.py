"""``station print`` from the outside: to a printer, into files, and what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
import zxingcpp

from firmware_bridge.sim.printer_ways import TcpPrinter
from firmware_bridge.sim.zpl_printer import Fault, ZplPrinter
from station.app.cli import main
from station.app.paths import CONFIG, SAMPLE_SITE
from station.app.run import started
from station.domain.scanning import Command
from tests.support.stations import fill, make_rig
from tests.support.work import in_hand, to_verdict

PLATE = "L07-0000123-9"


@pytest.fixture
def device() -> Iterator[TcpPrinter]:
    device = TcpPrinter()
    device.start()
    yield device
    device.stop()


@pytest.fixture
def printing(tmp_path: Path, device: TcpPrinter) -> list[str]:
    """Options that name a station with a printer and a data folder of its own."""
    text = (CONFIG / "station.toml").read_text()
    text = text.replace('kind = "none"  ', f'kind = "network"\naddress = "{device.address}"  ')
    for name in ("checklists", "rules"):
        text = text.replace(f'"{name}', f'"{CONFIG}/{name}')
    (tmp_path / "station.toml").write_text(text)
    return ["--config", str(tmp_path / "station.toml"), "--data", str(tmp_path / "data")]


def codes_in(path: Path) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(cv2.imread(str(path)))}


def test_a_plate_needs_no_store_and_no_item(tmp_path: Path) -> None:
    file = tmp_path / "plate.png"
    assert main(["print", "lpn", PLATE, "--png", str(file)]) == 0
    assert codes_in(file) == {PLATE}


def test_fresh_plates_have_numbers_that_nothing_else_gets(printing: list[str], device: TcpPrinter) -> None:
    assert main(["print", "plates", "--count", "2", *printing]) == 0
    assert main(["print", "plates", *printing]) == 0
    assert len(device.printer.printed) == 3
    for wrong in (["--count", "0"], ["--count", "1001"], ["--count", "-1"], [PLATE]):
        assert main(["print", "plates", *wrong, *printing]) == 2


def test_bins_are_printed_all_or_by_name(printing: list[str], device: TcpPrinter) -> None:
    assert main(["load", str(SAMPLE_SITE), *printing]) == 0
    assert main(["print", "bin", "R-02", "D-01", *printing]) == 0
    assert len(device.printer.printed) == 2
    assert main(["print", "bin", *printing]) == 0
    assert len(device.printer.printed) == 2 + 12


def test_the_code_that_moves_a_bin_on_is_printed_by_the_bins_name(
    printing: list[str], tmp_path: Path
) -> None:
    assert main(["load", str(SAMPLE_SITE), *printing]) == 0
    assert main(["print", "move", "R-02", *printing, "--png", str(tmp_path / "move.png")]) == 0
    assert codes_in(tmp_path / "move.png") == {"$MV-R-02"}
    assert main(["print", "move", "X-99", *printing]) == 2


def test_an_item_is_printed_beside_a_station_that_runs(tmp_path: Path) -> None:
    rig = make_rig(tmp_path / "data")
    file = tmp_path / "item.png"
    with started(rig.station.parts):
        fill(rig)
        to_verdict(rig)
        lpn = in_hand(rig).item.lpn
        options = ["--data", str(tmp_path / "data"), "--png", str(file)]
        assert main(["print", "item", lpn, *options]) == 0
    assert codes_in(file) == {lpn}


def test_a_badge_is_made_from_the_one_file_that_has_its_code(tmp_path: Path) -> None:
    file = tmp_path / "badge.png"
    assert main(["print", "badge", "dana", "--site", str(SAMPLE_SITE), "--png", str(file)]) == 0
    (code,) = codes_in(file)
    assert code.startswith("$ID-") and code.removeprefix("$ID-") in (SAMPLE_SITE / "people.csv").read_text()


def test_zpl_on_standard_output_is_what_a_printer_takes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["print", "commands", "--zpl", "-"]) == 0
    printer = ZplPrinter()
    printer.feed(capsysbinary.readouterr().out)
    assert (len(printer.printed), printer.unknown) == (len(Command), [])


def test_a_printer_that_is_not_well_ends_it_with_the_reason(
    printing: list[str], device: TcpPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    device.printer.set(Fault.PAPER_OUT, True)
    assert main(["print", "commands", *printing]) == 1
    assert "paper out" in capsys.readouterr().out
    assert device.printer.printed == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lpn"], "Say which"),
        (["lpn", "L07-0000123-1"], "check digit"),
        (["item", PLATE], "No item here"),
        (["bin", "NOPE"], "no bin NOPE"),
        (["badge", "dana"], "--site"),
        (["badge", "nobody", "--site", str(SAMPLE_SITE)], "nobody"),
        (["commands", "--png", "x.png"], "--pdf"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(
    printing: list[str], capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["print", *arguments, *printing]) == 2
    assert told in capsys.readouterr().err
