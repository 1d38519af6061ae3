"""A table is checked for rows that never fire, gaps and contradictions: exactly, over every case there is."""

from collections.abc import Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.domain.disposition import CHOICES, FACTS, Disposition, Fact, FactKind, Row, Table
from station.domain.disposition import Test as Must
from station.domain.table_checks import Flaw, FlawKind, flaws, hints
from station.domain.texts import Texts

RESTOCK, REFURBISH, RESALE, DISPOSAL = Disposition
NEVER, IMPOSSIBLE, CONTRADICTS, GAP, OVERLAP = FlawKind
YES, NO = Must((True,)), Must((False,))


def row(*open_: Disposition, **when: Must) -> Row:
    return Row("row", Texts("row"), open_ or (RESTOCK,), when)


def table(*rows: Row, end: bool = True) -> Table:
    return Table(1, (*rows, *((row(REFURBISH),) if end else ())))


def grades(*letters: str) -> Must:
    return Must(letters)


NEVERS = [
    # An earlier row that asks for less takes all of it.
    ([row(grade=grades("E")), row(grade=grades("E"), sealed=NO)], [Flaw(NEVER, 2, (1,))]),
    ([row(value=Must(most=100)), row(value=Must(least=10, most=50))], [Flaw(NEVER, 2, (1,))]),
    # Two rows take it together, and a third that touches it is not accused.
    (
        [
            row(sealed=YES),
            row(hygiene=YES),
            row(sealed=NO, value=Must(most=9)),
            row(sealed=NO, value=Must(least=10)),
        ],
        [Flaw(NEVER, 5, (1, 3, 4))],
    ),
    # Ranges meet without a gap; where one whole number is left out, the row can fire.
    (
        [row(stock=Must(most=4)), row(stock=Must(least=5)), row(stock=Must(least=2, most=7))],
        [Flaw(NEVER, 3, (1, 2))],
    ),
    ([row(stock=Must(most=4)), row(stock=Must(least=6)), row(stock=Must(least=2, most=7))], []),
    # A stock that is not known passes neither, and falls to the last row.
    ([row(stock=Must(most=4)), row(stock=Must(least=5))], []),
    # A price is always known and never below zero.
    ([row(value=Must(least=0))], [Flaw(NEVER, 2, (1,))]),
    # Names of a site are never all named, those of the program can be.
    ([row(category=Must(("a", "b")))], []),
    ([row(policy=Must(CHOICES["policy"]))], [Flaw(NEVER, 2, (1,))]),
    # The grade is the worst axis: grade A leaves no axis below A, and four axes at A make grade A.
    ([row(cosmetic=grades("A"), functional=grades("A")), row(grade=grades("A"))], [Flaw(NEVER, 2, (1,))]),
    (
        [
            row(grade=grades("A")),
            row(**dict.fromkeys(("cosmetic", "functional", "completeness"), grades("A"))),
        ],
        [],
    ),
    ([row(grade=grades("A", "B")), row(grade=grades("C", "D", "E"))], [Flaw(NEVER, 3, (1, 2))]),
]


@pytest.mark.parametrize(("rows", "found"), NEVERS)
def test_a_row_that_can_never_fire_is_named_with_those_that_take_its_cases(
    rows: list[Row], found: list[Flaw]
) -> None:
    assert list(flaws(table(*rows))) == found


@pytest.mark.parametrize(
    "when",
    [
        {"grade": grades("A"), "cosmetic": grades("C")},
        {"grade": grades("B", "C"), "functional": grades("D", "E")},
        {
            "grade": grades("D"),
            **dict.fromkeys(("cosmetic", "functional", "completeness", "packaging"), grades("B")),
        },
    ],
)
def test_conditions_that_no_item_can_meet(when: Mapping[str, Must]) -> None:
    assert flaws(table(row(sealed=YES), Row("r", Texts("r"), (RESALE,), when))) == (Flaw(IMPOSSIBLE, 2),)


def test_the_same_conditions_with_another_outcome_contradict() -> None:
    one, other = row(RESALE, grade=grades("B", "C")), row(DISPOSAL, grade=grades("C", "B"))
    assert flaws(table(one, other)) == (Flaw(CONTRADICTS, 2, (1,)),)
    same = row(RESALE, grade=grades("C", "B"))
    assert flaws(table(one, same)) == (Flaw(NEVER, 2, (1,)),)


def test_a_gap_is_shown_by_a_case_that_no_row_takes() -> None:
    rows = (row(grade=grades("A", "B", "C")), row(grade=grades("E")), row(grade=grades("D"), sealed=YES))
    assert flaws(table(*rows, end=False)) == (Flaw(GAP, 3, example={"grade": "D", "sealed": False}),)
    unnamed = table(row(category=Must(("a",))), end=False)
    assert flaws(unnamed) == (Flaw(GAP, 1, example={"category": None}),)


def test_a_last_row_with_conditions_is_a_gap_even_where_nothing_falls_through() -> None:
    assert flaws(table(row(sealed=YES), row(sealed=NO), end=False)) == (Flaw(GAP, 2),)


def test_an_overlap_of_rows_that_force_different_ways_is_a_hint() -> None:
    unusable, wrong = row(DISPOSAL, grade=grades("E")), row(REFURBISH, wrong_item=YES)
    (hint,) = hints(table(unusable, wrong))
    assert (hint.kind, hint.row, hint.others) == (OVERLAP, 2, (1,))
    assert hint.example == {"grade": "E", "wrong_item": True}
    assert not flaws(table(unusable, wrong))


@pytest.mark.parametrize(
    "rows",
    [
        # A special case above the general one is how tables are written.
        (row(DISPOSAL, grade=grades("E"), sealed=NO), row(RESALE, grade=grades("E"))),
        # They agree, or money decides, or they never meet.
        (row(DISPOSAL, grade=grades("E")), row(DISPOSAL, sealed=NO)),
        (row(DISPOSAL, RESALE, grade=grades("E")), row(REFURBISH, sealed=NO)),
        (row(DISPOSAL, grade=grades("E")), row(RESALE, grade=grades("D"))),
        # What they share, an earlier row has taken already.
        (row(RESTOCK, sealed=YES), row(DISPOSAL, grade=grades("E")), row(RESALE, sealed=YES, hygiene=YES)),
    ],
)
def test_what_is_no_hint(rows: tuple[Row, ...]) -> None:
    assert not [hint for hint in hints(table(*rows)) if hint.row == len(rows)]


# Under generated input, against every single case ------------------------------------------------------

# Every value that the generated rows name, and one on each side of them.
SMALL: Mapping[str, tuple[Fact | None, ...]] = {
    "grade": ("A", "B", "C", "D", "E"),
    "cosmetic": ("A", "B", "C", "D", "E"),
    "sealed": (True, False),
    "category": ("a", "b", None),
    "stock": (-1, 0, 1, 2, 3, 4, None),
    "value": (0, 1, 2, 3, 4),
}


def possible(case: Mapping[str, Fact | None]) -> bool:
    return str(case["cosmetic"]) <= str(case["grade"])


CASES = [c for each in product(*SMALL.values()) if possible(c := dict(zip(SMALL, each, strict=True)))]
REACH = st.builds(lambda a, b: Must(least=min(a, b), most=max(a, b)), st.integers(0, 3), st.integers(0, 3))
LETTERS = st.sets(st.sampled_from("ABCDE"), min_size=1).map(lambda found: Must(tuple(sorted(found))))
TESTS = st.fixed_dictionaries(
    {},
    optional={
        "grade": LETTERS,
        "cosmetic": LETTERS,
        "sealed": st.booleans().map(lambda v: Must((v,))),
        "category": st.sampled_from((("a",), ("b",), ("a", "b"))).map(Must),
        "stock": REACH | st.integers(0, 3).map(lambda v: Must(least=v)),
        "value": REACH | st.integers(0, 3).map(lambda v: Must(most=v)) | st.just(Must((2,))),
    },
)
TABLES = st.lists(TESTS, min_size=1, max_size=7).map(
    lambda found: table(*(row(**each) for each in found), end=False)
)


@given(rules=TABLES)
@settings(deadline=None)  # thousands of cases each; how long they take is not what is tested
def test_what_never_fires_is_what_no_single_case_reaches(rules: Table) -> None:
    fired = {next((n for n, each in enumerate(rules.rows, 1) if each.hits(case)), 0) for case in CASES}  # type: ignore[arg-type]
    found = flaws(rules)
    assert {f.row for f in found if f.kind is not GAP} == {n for n, _ in enumerate(rules.rows, 1)} - fired
    conditions = bool(rules.rows[-1].when)
    assert [f.kind for f in found].count(GAP) == conditions
    for flaw in found:
        if flaw.kind is GAP:
            assert bool(flaw.example) == (0 in fired)
            assert not any(each.hits(flaw.example) for each in rules.rows if flaw.example)  # type: ignore[arg-type]


@given(rules=TABLES)
@settings(deadline=None)  # thousands of cases each; how long they take is not what is tested
def test_rows_that_are_named_take_all_of_the_case_and_none_could_be_spared(rules: Table) -> None:
    for flaw in flaws(rules):
        if flaw.kind is NEVER:
            own = [case for case in CASES if rules.rows[flaw.row - 1].hits(case)]  # type: ignore[arg-type]
            taken = {n: [rules.rows[n - 1].hits(case) for case in own] for n in flaw.others}  # type: ignore[arg-type]
            assert all(map(any, zip(*taken.values(), strict=True)))
            for spared in taken if len(taken) > 1 else ():
                others = [hits for n, hits in taken.items() if n != spared]
                assert not all(map(any, zip(*others, strict=True)))


def test_sixty_rows_cost_a_bounded_effort() -> None:
    """Each row gives up by itself, and nothing is found wrong where too little is known."""
    random = Random(7)
    flags = [fact for fact, kind in FACTS.items() if kind is FactKind.FLAG]
    rows = [
        row(**{fact: Must((random.random() < 0.5,)) for fact in random.sample(flags, 3)}) for _ in range(60)
    ]
    assert {flaw.row for flaw in flaws(table(*rows), looks=1)} < {flaw.row for flaw in flaws(table(*rows))}
