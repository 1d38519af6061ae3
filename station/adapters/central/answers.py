"""What central's answers mean: refusals by their reason, "later" by its time, and what was received."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

import msgspec

from station.domain.sync.messages import Receipt, Refusal
from station.sync_ports import CentralRefused, CentralUnreachable

# Central cannot just now. It says nothing about what was sent.
_LATER = frozenset({Refusal.BUSY, Refusal.STORE_FAILED})
_SAID = 300


class RefusedWithToken(CentralRefused):
    """Central lets a station that came back from a backup fetch its own entries, and nothing else."""

    def __init__(self, why: Refusal, said: str, size: int | None, token: str) -> None:
        super().__init__(why, said, size)
        self.token = token


def raise_refusal(status: int, headers: Mapping[str, str], said: bytes) -> NoReturn:
    """Raise what an answer means that is none of success: CentralRefused or CentralUnreachable."""
    problem = _problem(said)
    detail = str(problem.get("detail") or problem.get("title") or "")[:_SAID]
    why = _reason(problem.get("reason"), status)
    if why is None or why in _LATER or status in (429, 503):
        told = f"central answered {status}" + (f": {detail}" if detail else "")
        raise CentralUnreachable(told, retry_after(headers))
    size, token = problem.get("size"), problem.get("token")
    known = size if isinstance(size, int) and size >= 0 else None
    if isinstance(token, str) and token:
        raise RefusedWithToken(why, detail, known, token)
    raise CentralRefused(why, detail, known)


def _problem(said: bytes) -> Mapping[str, Any]:
    """Read a problem document (RFC 9457); what is none, such as a proxy's page, says nothing."""
    try:
        problem = msgspec.json.decode(said)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return problem if isinstance(problem, dict) else {}


def _reason(reason: object, status: int) -> Refusal | None:
    if isinstance(reason, str) and reason in set(Refusal):
        return Refusal(reason)
    return Refusal.TOO_LARGE if status == 413 else None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks for (RFC 9110, 10.2.3), None where it asks for nothing.

    A date is counted from the answer's own date: the clocks of both sides may be a year apart.
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return float(asked)
    until, now = _date(asked), _date(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None


def receipt_of(said: bytes) -> Receipt:
    """Read a receipt. A reason that only a newer central knows counts as one known here."""
    try:
        plain = msgspec.json.decode(said)
        for refused in plain.get("parked", ()):
            if refused.get("why") not in set(Refusal):
                refused["why"] = Refusal.NOT_AN_ENTRY.value
        return msgspec.convert(plain, Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, AttributeError) as wrong:
        raise CentralUnreachable(f"central's receipt cannot be read: {wrong}") from wrong
