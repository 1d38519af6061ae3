"""The head that central signed, too: kept beside the database, where a journal that lost entries meets it."""

from pathlib import Path

import structlog

from station.adapters.central import enrolled
from station.adapters.durable import write_whole
from station.adapters.signing import signature_holds, witnessed_path
from station.domain.proof.cosigning import cosigned_at
from station.domain.proof.signed_note import Malformed, read_key, read_note

_log = structlog.get_logger()


def keep(data: Path, cosigned: str) -> None:
    """Keep a head whose cosignature is that of the central that is known; of any other it is only noted."""
    known = enrolled.read(data)
    try:
        note, keys = read_note(cosigned.encode()), (read_key(known.key),) if known else ()
    except Malformed as wrong:
        _log.warning("what central signed cannot be read", why=str(wrong))
        return
    if cosigned_at(note, keys, signature_holds) is None:
        _log.warning("the head is not signed by the central that this station was enrolled at")
        return
    try:
        write_whole(witnessed_path(data), cosigned.encode())
    except OSError as error:
        _log.warning("the head that central signed could not be kept", error=str(error))
