"""All that a site decided of what goes out: data, read at the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station.domain.outbound.addresses import Allowed
from station.domain.outbound.connectors import Connector
from station.domain.outbound.naming import Naming
from station.domain.outbound.statuses import Statuses


@dataclass(frozen=True, slots=True)
class OutboundRules:
    """Where messages may go, how things are named, what customers are told, and how connectors speak."""

    allowed: Allowed = field(default_factory=Allowed)
    naming: Naming = field(default_factory=Naming)
    statuses: Statuses = field(default_factory=Statuses)
    connectors: Mapping[str, Connector] = field(default_factory=dict)
