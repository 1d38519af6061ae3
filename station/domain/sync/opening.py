"""What a station signs when it opens the way to central: a text that can be nothing else, never a head."""

from station.domain.proof.checkpoint import origin_of


def opening_text(station: str, challenge: str, turn: str, size: int) -> str:
    """Return the text of the signed note that is ``Opening.signature`` (C2SP signed-note, the whole of it).

    Its first line has a space in it, which no checkpoint's origin of ours has; turn and size are signed, too.
    """
    return f"{origin_of(station)} opens central\n{challenge}\nturn {turn or '-'}\nsize {size}\n"
