"""The table [printer]: what it takes, what it says to mistakes, and which printer comes of it."""

from pathlib import Path

import pytest

from station.adapters.config.problems import ConfigError
from station.adapters.config.settings import Printer, PrinterKind
from station.adapters.config.settings_file import load_settings
from station.adapters.printing.printers import NoPrinter, PdfPrinter, ZplPrinter
from station.adapters.printing.ways import media_of, printer_of

STATION = '[station]\nid = "07"\nname = "Bench"\ncurrency = "EUR"\n'


def read(folder: Path, table: str) -> Printer:
    (folder / "station.toml").write_text(STATION + table)
    return load_settings(folder / "station.toml").printer


def test_a_station_without_the_table_has_no_printer_and_draws_on_the_model_paper(tmp_path: Path) -> None:
    printer = read(tmp_path, "")
    assert isinstance(printer_of(printer, tmp_path), NoPrinter)
    assert media_of(printer).size == (456, 256)


@pytest.mark.parametrize(
    ("kind", "address", "made"),
    [
        ("network", "10.0.0.9", ZplPrinter),
        ("network", "printer-7.site:6101", ZplPrinter),
        ("serial", "/dev/ttyS0", ZplPrinter),
        ("serial", "socket://10.0.0.9:4001", ZplPrinter),
        ("usb", "/dev/usb/lp0", ZplPrinter),
        ("pdf", "labels", PdfPrinter),
    ],
)
def test_every_way_has_its_own_form_of_address(tmp_path: Path, kind: str, address: str, made: type) -> None:
    printer = read(tmp_path, f'[printer]\nkind = "{kind}"\naddress = "{address}"\n')
    assert isinstance(printer_of(printer, tmp_path), made)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('kind = "laser"', "one of none, network, serial, usb, pdf"),
        ('kind = "network"', "address: is missing"),
        ('kind = "network"\naddress = "a b"', "host:port"),
        ('kind = "usb"\naddress = "lp0"', "/dev/usb/lp0"),
        ("dpi = 250", "one of 152, 203, 300, 600"),
        ("width_mm = 5", "from 25 to 220"),
        ("darkness = 31", "from 0 to 30"),
        ('papre = "57x32"', "papre"),
    ],
)
def test_a_mistake_is_named_with_what_is_right(tmp_path: Path, table: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, f"[printer]\n{table}\n")
    assert told in str(refused.value)


def test_an_address_may_be_kept_for_later(tmp_path: Path) -> None:
    assert read(tmp_path, '[printer]\nkind = "none"\naddress = "10.0.0.9"\n').kind is PrinterKind.NONE
