"""Words for people: whose scanner it is, and what carries it."""

from __future__ import annotations

# Makers of scanners by USB vendor id.
SCANNER_VENDORS: dict[int, str] = {
    0x05E0: "Zebra",
    0x0C2E: "Honeywell",
    0x0536: "Honeywell",
    0x05F9: "Datalogic",
    0x1EAB: "Newland",
}

DRIVER_WORDS: dict[str, str] = {
    "cdc_acm": "CDC ACM",
    "ftdi_sio": "FTDI serial",
    "pl2303": "Prolific serial",
    "cp210x": "CP210x serial",
    "ch341-uart": "CH340 serial",
}


def vendor_words(vendor_id: int | None, manufacturer: str | None) -> str:
    """Name a device's maker: the known maker of scanners, else what the device calls itself."""
    return SCANNER_VENDORS.get(vendor_id or 0) or (manufacturer or "").strip()


def connection_words(location: str | None, what: str) -> str:
    """Say how a device is connected, as "USB 1-2, CDC ACM"; of an interface's place only the socket."""
    socket = (location or "").partition(":")[0]
    return ", ".join(filter(None, (f"USB {socket}" if socket else "", what)))


def is_scanner_vendor(vendor_id: int | None) -> bool:
    """Tell whether a device's maker is known for scanners: a hint for a list, never a decision."""
    return vendor_id in SCANNER_VENDORS
