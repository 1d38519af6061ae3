"""What happened to destinations, as the journal keeps it: never a secret, and of an address only its host."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DestinationSet:
    """Another system is told of things from here on, or not any more (``on``), and ``because`` of what."""

    destination: str
    kind: str
    host: str
    types: tuple[str, ...]
    on: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class DestinationSecretRenewed:
    """A destination got another secret; for a day both sign."""

    destination: str


@dataclass(frozen=True, slots=True)
class DestinationReplayed:
    """Somebody asked for a range to be told again: numbers of the stream, both included."""

    destination: str
    first: int
    last: int


OutboundEvent = DestinationSet | DestinationSecretRenewed | DestinationReplayed
