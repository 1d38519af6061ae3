"""``station token``: give other programs tokens and take them back, when no page is at hand."""

import argparse
from collections.abc import Callable

from station.app.opened import for_reading, for_writing
from station.app.wiring import Station
from station.domain.api.tokens import Scope, Token
from station.services.api import tokens

AddCommon = Callable[[argparse.ArgumentParser], None]


def add_commands(parser: argparse.ArgumentParser, add_common: AddCommon) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="token_command")
    words = "make a token; it is printed once"
    adding = commands.add_parser("add", help=words, description=words)
    adding.add_argument("name", help="which program it is for")
    adding.add_argument(
        "scopes", nargs="+", type=Scope, metavar="SCOPE", help=", ".join(scope.value for scope in Scope)
    )
    adding.add_argument("--days", type=_days, default=365, help="for how long it counts (365)")
    words = "list all tokens"
    listing = commands.add_parser("list", help=words, description=words)
    words = "take a token back at once"
    revoking = commands.add_parser("revoke", help=words, description=words)
    revoking.add_argument("id", help="as the list shows it")
    for each in (adding, listing, revoking):
        add_common(each)


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= tokens.MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to {tokens.MOST_DAYS}")
    return int(text)


def run(options: argparse.Namespace, station: Station) -> int:
    """Do one of the commands. Raises DomainError."""
    return _COMMANDS[options.token_command](options, station)


def _add(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station):
        made = tokens.make_at_hand(station.world, options.name, tuple(options.scopes), options.days)
    print(f"{made.secret}\nThis is shown once. It counts until {made.token.ends_at:%Y-%m-%d}.")
    return 0


def _list(_: argparse.Namespace, station: Station) -> int:
    with for_reading(station):
        found, now = tokens.listed(station.world), station.world.clock.now()
    for token in found:
        print(f"{token.id}  {token.name}  {_state(token, token.holds(now))}  {' '.join(token.scopes)}")
    return 0


def _state(token: Token, holds: bool) -> str:
    if holds:
        return f"counts until {token.ends_at:%Y-%m-%d}"
    return "taken back" if token.revoked_at else "over"


def _revoke(options: argparse.Namespace, station: Station) -> int:
    with for_writing(station):
        tokens.revoke(station.world, None, options.id)
    print(f"{options.id} counts no more.")
    return 0


_COMMANDS = {"add": _add, "list": _list, "revoke": _revoke}
