"""What an answer means: arrived, or why not and when to come back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from station.domain.outbound.connectors import refusal_in
from station.domain.outbound.destinations import Failed, Failure

# The other side is there and cannot take anything now. The message is good.
_BUSY = frozenset({408, 425, 429, 502, 503, 504})
_GONE = 410
LONGEST_WAIT = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: status, the headers that matter in small letters, and the first part of the body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def said(self) -> str:
        """Return the start of the body as one line that can be shown."""
        text = self.body[:400].decode("utf-8", "replace")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def judged(answer: Answer, now: datetime, refused_at: tuple[str, ...] = ()) -> Failed | None:
    """Tell whether a message arrived (None), or how it failed."""
    if 200 <= answer.status < 300:
        return _refused_inside(answer, refused_at) if refused_at else None
    said, status = answer.said, answer.status
    if status == _GONE:
        return Failed(Failure.GONE, said, status)
    if 300 <= status < 400:
        return Failed(Failure.REDIRECTED, answer.headers.get("location", "")[:400], status)
    if status in _BUSY:
        return Failed(Failure.BUSY, said, status, retry_after(answer.headers.get("retry-after", ""), now))
    return Failed(Failure.REFUSED, said, status)


def _refused_inside(answer: Answer, refused_at: tuple[str, ...]) -> Failed | None:
    """Find a no in the body of a yes, as GraphQL answers have it."""
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return Failed(Failure.REFUSED, answer.said, answer.status)
    said = refusal_in(body, refused_at)
    return Failed(Failure.REFUSED, said[:400], answer.status) if said else None


def retry_after(text: str, now: datetime) -> float | None:
    """Read a Retry-After header: seconds or a date (RFC 9110, 10.2.3); None for neither."""
    if text.isascii() and text.strip().isdigit():
        return min(float(text.strip()[:9]), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), LONGEST_WAIT)
