"""Requests: where a message goes at its destination, with which headers and signatures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from station.domain.outbound import epcis
from station.domain.outbound.cloud import CONTENT_TYPE, envelope
from station.domain.outbound.connectors import Connector
from station.domain.outbound.destinations import SIGNED, Destination, DestinationKind
from station.domain.outbound.messages import SCHEMA_VERSION, Message
from station.domain.outbound.signing import headers as signatures
from station.domain.outbound.telling import GS1, Outgoing, written
from station.ports import World

TEST = "station.test"


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    body: bytes
    headers: Mapping[str, str]


def of(
    destination: Destination, outgoing: Outgoing, connectors: Mapping[str, Connector], now: datetime
) -> Request:
    """Make the request that carries a message."""
    headers = {"Content-Type": outgoing.content_type, **outgoing.headers, **_key(destination, connectors)}
    if destination.kind in SIGNED:
        seconds, secrets = int(now.timestamp()), destination.secrets(now)
        headers |= signatures(outgoing.id, seconds, outgoing.body, secrets)
    return Request(_url(destination.url, outgoing.path), outgoing.body, headers)


def _key(destination: Destination, connectors: Mapping[str, Connector]) -> dict[str, str]:
    """Carry the destination's key in the header that it wants it in."""
    if not destination.key:
        return {}
    connector = connectors.get(destination.kind.value)
    if connector:
        return {connector.key_header: destination.key}
    return {"Authorization": f"Bearer {destination.key}"}


def _url(base: str, path: str) -> str:
    """Put a path behind an address, unless it stands there already."""
    bare = base.rstrip("/")
    return base if not path or bare.endswith(path) else bare + path


def test(world: World, destination: Destination) -> Outgoing:
    """Make a message that changes nothing at its destination."""
    now = world.clock.now().isoformat(timespec="milliseconds")
    id_ = f"test_{world.ids.new()}"
    naming = world.outside.rules.naming
    if destination.kind is DestinationKind.EPCIS:
        body = epcis.document((), naming, now)
        return Outgoing(id_, TEST, written(body), path="/capture", headers=GS1)
    data = {"schema_version": SCHEMA_VERSION}
    message = Message(id_, TEST, world.house.station, now, "test", data)
    if destination.kind is DestinationKind.STOCK:
        bare = {"id": id_, "type": TEST, "station": message.station, "at": now, **data}
        return Outgoing(id_, TEST, written(bare))
    return Outgoing(id_, TEST, written(envelope(message, naming)), CONTENT_TYPE)
