"""Routes that learn how to write their addresses when a page first asks for one."""

from collections.abc import Callable

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class Route(Rule):
    """A route as werkzeug's, but that code for its addresses is made on first use.

    That code is most of what it costs to make the app: two functions a route, and most are never asked for.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        made = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def first(route: Rule, /, **values: object) -> tuple[str, str]:
            build: Build = made(append_unknown).__get__(route, None)
            setattr(route, name, build)
            return build(**values)

        return first
