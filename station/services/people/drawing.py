"""Draw what nobody may guess, from fresh random tokens: badges, one-time PINs, sign-in numbers, ids."""

import base64

from station.domain.people import too_plain
from station.ports import UnitOfWork, World

BADGE_CHARACTERS = 26
PIN_DIGITS = 8
LEAST_NUMBER, NUMBERS = 100_000, 900_000


def badge(world: World) -> str:
    """Draw a badge's secret: 26 characters of base32, 130 bits."""
    return base64.b32encode(bytes.fromhex(_drawn(world))).decode()[:BADGE_CHARACTERS]


def pin(world: World) -> str:
    """Draw a one-time PIN of eight digits, none of the plain ones."""
    drawn = "0"
    while too_plain(drawn):
        drawn = f"{int(_drawn(world), 16) % 10**PIN_DIGITS:0{PIN_DIGITS}}"
    return drawn


def sign_in_number(world: World, uow: UnitOfWork) -> str:
    """Draw six digits that are nobody's yet, nor were in the past."""
    taken = {person.sign_in for person in uow.people.all()}
    drawn = ""
    while not drawn or drawn in taken:
        drawn = str(LEAST_NUMBER + int(_drawn(world), 16) % NUMBERS)
    return drawn


def person_id(world: World) -> str:
    """Draw an id that says nothing of the person: it goes into the journal for good."""
    return f"p{_drawn(world)[:12]}"


def _drawn(world: World) -> str:
    return world.secrets.digest(world.ids.token())
