"""``station form``: links to customers' return forms."""

import argparse
from collections.abc import Callable

from station.app.opened import for_writing
from station.app.wiring import Station
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.services.forms.links import link_for


class NoForm(RuntimeError):
    """Say why there is no link to a form."""


def add_commands(parser: argparse.ArgumentParser, common: Callable[[argparse.ArgumentParser], None]) -> None:
    commands = parser.add_subparsers(required=True, metavar="WHAT")
    words = "make the link to a return's form, and print it this once"
    linking = commands.add_parser("link", help=words, description=words)
    linking.add_argument("rma", metavar="RMA", help="number of the return")
    common(linking)


def run(options: argparse.Namespace, station: Station) -> int:
    """Print the link. Raises NoForm."""
    with for_writing(station):
        try:
            made = link_for(station.world, Rma(options.rma))
        except DomainError as refused:
            if refused.reason not in _PLAINLY:
                raise
            raise NoForm(_PLAINLY[refused.reason] % {"rma": options.rma}) from None
    print(made.url)
    return 0


_PLAINLY = {
    Reason.NOT_NOW: "The return form is switched off: set enabled and url in [form] of the settings.",
    Reason.UNKNOWN_CODE: "No return %(rma)s is expected here.",
}
