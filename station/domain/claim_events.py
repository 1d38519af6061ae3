"""What happens to claims, as the journal keeps it."""

from dataclasses import dataclass

from station.domain.claims import Claim, ClaimState


@dataclass(frozen=True, slots=True)
class ClaimBegun:
    """A claim about an item or a return was begun; whole."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimMoved:
    """A claim was sent, settled, refused or dropped: how it stands from here on, and how it stood."""

    claim: Claim
    was: ClaimState


ClaimEvent = ClaimBegun | ClaimMoved
