"""What a station writes because central decided it, told from what it decided itself: by the actor alone.

A station that carries out a decision of central appends ``taken_from_central`` and then, in the same
transaction, the domain's own entries. Each of these has the actor ``central/`` and the id of who decided
there, ``central/central`` where nobody did. No other entry of a station has a slash in its actor: ids of
people and stations have none. So an entry says by itself that it carries out what central has already,
wherever a batch was cut. What follows at the station by itself, and central cannot know (a lot judged, items
drawn because of it, a clock that went back), has the station as its actor as ever.
"""

CENTRAL = "central"
_PREFIX = f"{CENTRAL}/"


def actor_of(by: str) -> str:
    """Return the actor of what a station writes while it carries out what this person of central decided."""
    return f"{_PREFIX}{by or CENTRAL}"


def is_carried_out(actor: str) -> bool:
    """Tell whether a station wrote an entry with this actor because central decided what is in it."""
    return actor.startswith(_PREFIX)


def decided_by(actor: str) -> str:
    """Return the id of whoever decided at central, by the actor of what a station carried out."""
    return actor.removeprefix(_PREFIX)
