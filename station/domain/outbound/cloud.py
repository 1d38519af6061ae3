"""CloudEvents 1.0 in structured JSON: the envelope around a message."""

from typing import Any

from station.domain.outbound.facts import when
from station.domain.outbound.messages import SCHEMA_VERSION, Message
from station.domain.outbound.naming import Naming

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def envelope(message: Message, naming: Naming) -> dict[str, Any]:
    """Put a message into an envelope (CloudEvents 1.0.2, JSON event format)."""
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": naming.source(message.station),
        "type": message.type,
        "time": when(message.at),
        "subject": message.subject,
        "datacontenttype": "application/json",
        "dataschema": naming.own("schema", f"{message.type}-{SCHEMA_VERSION}"),
        "data": dict(message.data),
    }
