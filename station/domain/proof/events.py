"""What happened to the keys that sign the journal's head."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyMade:
    """The station made its first signing key: the verifier key as text, and SHA-256 of the public key."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KeyRotated:
    """Another key signs from here on, beside the one before it, ``was``; older ones are retired.

    ``lost`` says that the one before signs no longer, because its private half is gone.
    """

    key: str
    fingerprint: str
    was: str
    lost: bool


ProofEvent = KeyMade | KeyRotated
