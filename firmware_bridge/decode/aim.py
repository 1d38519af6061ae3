"""AIM symbology identifiers (ISO/IEC 15424): `]`, a letter whose case matters, and a modifier."""

from __future__ import annotations

from dataclasses import dataclass

LENGTH = 3


@dataclass(frozen=True, slots=True)
class Symbology:
    """A kind of barcode: its name, the modifiers that exist, and names that single modifiers have."""

    name: str
    modifiers: str
    special: tuple[tuple[str, str], ...] = ()


SYMBOLOGIES: dict[str, Symbology] = {
    "A": Symbology("Code 39", "01234579"),
    "B": Symbology("Telepen", "0124"),
    "C": Symbology("Code 128", "0124", (("1", "GS1-128"),)),
    "E": Symbology("EAN/UPC", "01234", (("0", "EAN-13"), ("3", "EAN-13 with add-on"), ("4", "EAN-8"))),
    "F": Symbology("Codabar", "0124"),
    "G": Symbology("Code 93", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "H": Symbology("Code 11", "013"),
    "I": Symbology("Interleaved 2 of 5", "013"),
    "J": Symbology("DotCode", "012345", (("1", "GS1 DotCode"),)),
    "K": Symbology("Code 16K", "0124"),
    "L": Symbology("PDF417", "012345"),
    "M": Symbology("MSI", "01"),
    "O": Symbology("Codablock", "01456"),
    "P": Symbology("Plessey", "0"),
    "Q": Symbology("QR Code", "0123456", (("3", "GS1 QR Code"),)),
    "R": Symbology("Straight 2 of 5", "013"),
    "S": Symbology("Straight 2 of 5", "0"),
    "T": Symbology("Code 49", "0124"),
    "U": Symbology("MaxiCode", "0123"),
    "X": Symbology("Other", "0123456789ABCDEF"),
    "Z": Symbology("Not a barcode", "0123456789"),
    "d": Symbology("Data Matrix", "0123456", (("2", "GS1 DataMatrix"),)),
    "e": Symbology("GS1 DataBar", "0123"),
    "h": Symbology("Han Xin", "0123"),
    "z": Symbology("Aztec", "0123456789ABC"),
}


def split_aim(text: str) -> tuple[str | None, str]:
    """Split "]E04006381333931" into ("]E0", "4006381333931"); data that only looks alike stays whole."""
    head = text[:LENGTH]
    return (head, text[LENGTH:]) if is_aim(head) else (None, text)


def is_aim(head: str) -> bool:
    """Tell whether three characters are an identifier that ISO/IEC 15424 knows."""
    if len(head) != LENGTH or head[0] != "]" or head[1] not in SYMBOLOGIES:
        return False
    return head[2] in SYMBOLOGIES[head[1]].modifiers


def symbology_name(aim: str | None) -> str | None:
    """Return the name of a symbology by its AIM identifier, or None where it is not known."""
    if aim is None or not is_aim(aim):
        return None
    symbology = SYMBOLOGIES[aim[1]]
    return dict(symbology.special).get(aim[2], symbology.name)
