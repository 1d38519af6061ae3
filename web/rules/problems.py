"""What is wrong with a draft, each thing at the place on the page that it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from station.domain.problems import KeyPath, Problem
from station.rule_ports import Plain
from web.problems import Said, said
from web.rules.fields import Part
from web.rules.paths import told
from web.rules.places import place_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem, in words, at the address on the page that is nearest to it."""

    at: str
    said: Said
    where: tuple[Markup, ...]


def placed(
    problems: Iterable[Problem], addresses: Iterable[str], parts: Sequence[Part], plain: Plain
) -> tuple[Placed, ...]:
    """Find the place of every problem; one that has none stands for the whole, at the empty address."""
    known = set(addresses)
    return tuple(
        Placed(_nearest(each.path, known), said(each), place_of(parts, plain, each.path).words)
        for each in problems
    )


def _nearest(path: KeyPath, known: set[str]) -> str:
    ends = range(len(path), 0, -1)
    return next((told(path[:end]) for end in ends if told(path[:end]) in known), "")


def by_place(found: Iterable[Placed]) -> Mapping[str, list[Said]]:
    """Sort problems by where they stand."""
    sorted_: dict[str, list[Said]] = {}
    for each in found:
        sorted_.setdefault(each.at, []).append(each.said)
    return sorted_
