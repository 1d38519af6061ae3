"""Time and identity of this machine."""

import secrets
from datetime import datetime

import uuid6


class SystemClock:
    """The wall clock with the station's offset."""

    def now(self) -> datetime:
        return datetime.now().astimezone()


class SystemIds:
    def new(self) -> str:
        return str(uuid6.uuid7())

    def token(self) -> str:
        return secrets.token_urlsafe(32)
