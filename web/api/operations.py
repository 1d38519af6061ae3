"""What can be asked: each operation says its address, what it takes and gives, and who may ask.

The routes and the OpenAPI document are both made from this table, so that neither can promise what the
other does not do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from station.domain.api.tokens import Scope

JSON = "application/json"

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``path`` names its parts as Flask does.

    ``query`` is a Struct of what stands behind the question mark, ``body`` what is sent, ``takes`` its
    media types, ``sends`` the type that is described where the body is taken as bytes. ``gives`` is the
    Struct that it is answered with, or None where bytes of type ``media`` come. ``refuses`` are the reasons
    beside those of every operation, by status; ``once`` takes an idempotency key, ``large`` as much as a list
    may have.
    """

    name: str
    method: str
    path: str
    scope: Scope
    summary: str
    gives: Any
    answer: Callable[..., Any]
    query: Any = None
    body: Any = None
    sends: Any = None
    takes: tuple[str, ...] = ()
    media: str = JSON
    status: int = 200
    refuses: Mapping[int, str] | None = None
    parts: Mapping[str, str] | None = None
    once: bool = False
    large: bool = False
    only_central: bool = False


OPERATIONS: list[Operation] = []


def operation(
    method: str, path: str, scope: Scope, summary: str, gives: Any, **more: Any
) -> Callable[[F], F]:
    """Add a function to what can be asked, under its own name."""

    def add(answer: F) -> F:
        OPERATIONS.append(Operation(answer.__name__, method, path, scope, summary, gives, answer, **more))
        return answer

    return add
