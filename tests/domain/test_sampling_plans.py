"""Plans are those of MIL-STD-105E: known cells, the logic of its tables, and where arrows lead."""

from itertools import pairwise
from pathlib import Path

import pytest

from station.adapters.config.problems import Problems
from station.adapters.config.sampling_file import read_sampling
from station.domain.sampling.plans import Arrow, Numbers, Severity, Table, follow, letter_of, plan
from station.domain.sampling.rules import Apart

CONFIG = Path(__file__).parents[2] / "config/rules/sampling.toml"
PROBLEMS = Problems()
RULES = read_sampling(CONFIG, PROBLEMS)
assert RULES is not None, PROBLEMS.found
TABLES = RULES.tables
NORMAL, TIGHTENED, REDUCED = Severity.NORMAL, Severity.TIGHTENED, Severity.REDUCED


def test_what_comes_along_is_sound() -> None:
    assert PROBLEMS.found == []
    assert RULES.apart == (Apart.GRADER, Apart.CATEGORY)
    assert list(TABLES.normal.rows) == list("ABCDEFGHJKLMNPQR")


# Lot size, level, AQL, severity: letter, sample, acceptance and rejection number, as the tables have them.
KNOWN = [
    (1200, "II", 1.0, NORMAL, ("J", 80, 2, 3)),
    (500, "II", 2.5, NORMAL, ("H", 50, 3, 4)),
    (3200, "II", 1.5, NORMAL, ("K", 125, 5, 6)),
    (1200, "II", 4.0, NORMAL, ("J", 80, 7, 8)),
    (10_000, "II", 0.65, NORMAL, ("L", 200, 3, 4)),
    (150, "II", 1.0, NORMAL, ("E", 13, 0, 1)),  # F: the arrow up
    (280, "II", 1.0, NORMAL, ("H", 50, 1, 2)),  # G: the arrow down
    (150, "I", 2.5, NORMAL, ("C", 5, 0, 1)),
    (600_000, "III", 1.0, NORMAL, ("Q", 1250, 21, 22)),  # R: no plan so large
    (1200, "II", 1.0, TIGHTENED, ("J", 80, 1, 2)),
    (280, "II", 1.0, TIGHTENED, ("J", 80, 1, 2)),  # G: down twice
    (500, "II", 2.5, TIGHTENED, ("H", 50, 2, 3)),
    (10_000, "II", 1.0, TIGHTENED, ("L", 200, 3, 4)),
    (500, "III", 4.0, TIGHTENED, ("J", 80, 5, 6)),
    (1200, "II", 1.0, REDUCED, ("J", 32, 1, 3)),
    (3200, "II", 1.0, REDUCED, ("K", 50, 1, 4)),
    (150, "II", 4.0, REDUCED, ("F", 8, 1, 3)),
    (1, "II", 6.5, NORMAL, ("A", 1, 0, 1)),
    (8, "II", 0.065, NORMAL, ("L", 8, 0, 1)),  # a sample larger than the lot is the lot
]


@pytest.mark.parametrize(("lot", "level", "aql", "severity", "found"), KNOWN)
def test_known_plans(lot: int, level: str, aql: float, severity: Severity, found: tuple[object, ...]) -> None:
    chosen = plan(TABLES, lot, level, aql, severity)
    assert (chosen.letter, chosen.size, chosen.accept, chosen.reject) == found


def test_code_letters_rise_with_lots_and_levels() -> None:
    order = list(TABLES.normal.rows)
    for level in TABLES.levels:
        letters = [order.index(lots.letters[level]) for lots in TABLES.lots]
        assert letters == sorted(letters)
    for lots in TABLES.lots:
        special, general = list(lots.letters.values())[:4], list(lots.letters.values())[4:]
        assert special == sorted(special)
        assert general == sorted(set(general)) or general[0] == general[1] == "A"
    assert letter_of(TABLES, 8, "II") == "A"
    assert letter_of(TABLES, 9, "II") == "B"
    assert letter_of(TABLES, 500_001, "II") == "Q"


@pytest.mark.parametrize("table", [TABLES.normal, TABLES.tightened, TABLES.reduced])
def test_tables_have_the_logic_of_the_standard(table: Table) -> None:
    """Along a diagonal one letter on and one AQL tighter the numbers are the same, and every arrow leads."""
    letters = list(table.rows)
    for above, below in pairwise(letters):
        assert table.rows[below][:-1] == table.rows[above][1:]
    for column in range(len(TABLES.aqls)):
        accepted = [(cell.accept, cell.reject) for cell in _cells(table, column)]
        assert accepted == sorted(set(accepted))
        for letter in letters:
            follow(table, letter, column)


# Sample sizes and acceptance numbers from the AQL of 0.065 to that of 6.5 at the tables' edges, where all
# arrows lead, as AQLSchemes 1.7-2 for R has them (J. Lawson, 2023; read in the copy on GitHub,
# fjgonzalezmgt/AQLSchemesCust; it names the standard as its source). Diagonals being equal, the edges stand
# for all between. On 2026-11-22 all 528 plans and 105 code letters were compared with it, and were the same.
UP, FALL = [2000] * 6, [1250, 800, 500, 315, 200]
EDGES = [
    (TABLES.normal, "A", [200, 125, 80, 50, 32, 20, 13, 8, 5, 3, 2], [0] * 11),
    (TABLES.normal, "R", UP + FALL, [3, 5, 7, 10, 14, *[21] * 6]),
    (TABLES.tightened, "A", [315, 200, 125, 80, 50, 32, 20, 13, 8, 5, 3], [0] * 11),
    (TABLES.tightened, "R", UP + FALL, [2, 3, 5, 8, 12, *[18] * 6]),
    (TABLES.reduced, "A", [80, 50, 32, 20, 13, 8, 5, 3, 2, 2, 2], [0] * 11),
    (TABLES.reduced, "R", [800] * 6 + [500, 315, 200, 125, 80], [1, 2, 3, 5, 7, *[10] * 6]),
]


@pytest.mark.parametrize(("table", "letter", "sizes", "accept"), EDGES)
def test_the_edges_are_those_of_another_source(
    table: Table, letter: str, sizes: list[int], accept: list[int]
) -> None:
    found = [follow(table, letter, column) for column in range(len(TABLES.aqls))]
    assert [table.sizes[there] for there, _ in found] == sizes
    assert [numbers.accept for _, numbers in found] == accept


def _cells(table: Table, column: int) -> list[Numbers]:
    return [row[column] for row in table.rows.values() if isinstance(row[column], Numbers)]


@pytest.mark.parametrize("column", range(len(TABLES.aqls)))
def test_tightened_is_never_softer_and_reduced_never_larger(column: int) -> None:
    for letter in TABLES.normal.rows:
        aql, usual = TABLES.aqls[column], TABLES.normal.rows[letter][column]
        harder, easier = TABLES.tightened.rows[letter][column], TABLES.reduced.rows[letter][column]
        if isinstance(usual, Numbers):
            assert not isinstance(harder, Numbers) or harder.accept <= usual.accept, (letter, aql)
            assert isinstance(easier, Numbers)
            assert easier.accept <= usual.accept <= usual.reject
        assert TABLES.reduced.sizes[letter] <= TABLES.normal.sizes[letter] == TABLES.tightened.sizes[letter]


def test_every_item_of_a_discontinued_stream_is_looked_at() -> None:
    assert plan(TABLES, 50, "I", 6.5, Severity.DISCONTINUED).size == 50


@pytest.mark.parametrize(
    ("lot", "aql", "tighter"),
    [(1200, 2.5, 3), (1200, 1.0, 1), (280, 1.0, None), (10_000, 0.065, None), (600_000, 0.065, 2)],
)
def test_the_score_asks_for_one_aql_tighter_from_two_on(lot: int, aql: float, tighter: int | None) -> None:
    assert plan(TABLES, lot, "III" if lot > 500_000 else "II", aql, NORMAL).tighter == tighter


@pytest.mark.parametrize("cells", ["v", "^", "^v", "v^"])
def test_arrows_that_lead_nowhere_are_refused(cells: str) -> None:
    rows = {letter: (Arrow(cell),) for letter, cell in zip("ABCD", cells, strict=False)}
    with pytest.raises(ValueError, match="leads nowhere"):
        follow(Table({}, rows), "A" if cells[0] == "v" else next(iter(rows)), 0)
