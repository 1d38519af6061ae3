"""Edits of rules as plain data: what each does, what it leaves alone, and what it changes."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.drafting import Change, Edit, Op, changes, edited, in_words, same
from station.domain.errors import DomainError, Reason
from station.domain.problems import KeyPath

TABLE = {
    "version": 1,
    "row": [
        {"id": "a", "open": ["resale"], "when": {"grade": ["A"]}},
        {"id": "b", "open": ["disposal"]},
        {"id": "c", "open": ["restock", "resale"]},
    ],
}


def ids(plain: Any) -> str:
    return "".join(row["id"] for row in plain["row"])


def did(op: Op, path: KeyPath, value: Any = None, plain: Any = TABLE) -> Any:
    """Do an edit, and look that what was given stays as it was."""
    before = copy.deepcopy(plain)
    after = edited(plain, Edit(op, path, value))
    assert plain == before
    return after


def test_a_value_is_set_at_its_path_and_tables_on_the_way_are_made() -> None:
    assert did(Op.SET, ("row", 1, "when", "grade"), ["B"])["row"][0]["when"] == {"grade": ["B"]}
    assert did(Op.SET, ("row", 2, "when", "sealed"), True)["row"][1]["when"] == {"sealed": True}
    assert did(Op.SET, ("row", 3, "open", 2), "refurbish")["row"][2]["open"] == ["restock", "refurbish"]


def test_a_key_is_dropped_and_one_that_is_not_there_is_no_matter() -> None:
    assert did(Op.DROP, ("row", 1, "when"))["row"][0] == {"id": "a", "open": ["resale"]}
    assert did(Op.DROP, ("row", 2, "when")) == TABLE


def test_elements_are_added_removed_and_moved_by_positions_from_one() -> None:
    assert ids(did(Op.ADD, ("row",), {"id": "d"})) == "abcd"
    assert ids(did(Op.ADD, ("row", 1), {"id": "d"})) == "dabc"
    assert ids(did(Op.ADD, ("row", 4), {"id": "d"})) == "abcd"
    assert ids(did(Op.REMOVE, ("row", 2))) == "ac"
    assert ids(did(Op.MOVE, ("row", 1), 3)) == "bca"
    assert ids(did(Op.MOVE, ("row", 3), 1)) == "cab"


def test_a_list_begins_with_what_is_added_and_one_value_alone_becomes_a_list() -> None:
    assert did(Op.ADD, ("slot",), {"id": "front"})["slot"] == [{"id": "front"}]
    alone = {"when": {"grade": "A"}}
    assert did(Op.ADD, ("when", "grade"), "B", alone)["when"]["grade"] == ["A", "B"]


@pytest.mark.parametrize(
    ("op", "path", "value"),
    [
        (Op.SET, (), 1),
        (Op.SET, ("row", 4, "id"), "x"),
        (Op.SET, ("row", 0), {}),
        (Op.SET, ("row", "first"), {}),
        (Op.SET, ("version", "major"), 1),
        (Op.REMOVE, ("row", 9), None),
        (Op.REMOVE, ("version",), None),
        (Op.ADD, ("row", 9), {}),
        (Op.MOVE, ("row", 1), 4),
        (Op.MOVE, ("row", 1), "up"),
        (Op.SET, ("deep",), [[[[[[[[[[[[[[1]]]]]]]]]]]]]]),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(op: Op, path: KeyPath, value: Any) -> None:
    with pytest.raises(DomainError) as refused:
        did(op, path, value)
    assert refused.value.reason is Reason.NOT_NOW


def test_rows_are_compared_by_their_ids_wherever_they_stand() -> None:
    without = did(Op.REMOVE, ("row", 2))
    narrower = did(Op.SET, ("row", 2, "open"), ["restock"], without)
    after = did(Op.ADD, ("row", 1), {"id": "d"}, narrower)
    assert changes(TABLE, after) == (
        Change(("row", 2), {"id": "b", "open": ["disposal"]}, None),
        Change(("row", 1), None, {"id": "d"}),
        Change(("row", 3, "open"), ["restock", "resale"], ["restock"]),
    )


def test_another_order_alone_is_one_change() -> None:
    assert changes(TABLE, did(Op.MOVE, ("row", 3), 1)) == (
        Change(("row",), ["a", "b", "c"], ["c", "a", "b"]),
    )


def test_the_first_and_the_last_of_a_list_are_changes_of_their_own() -> None:
    added = changes({}, {"row": [{"id": "a"}, {"id": "b"}]})
    assert added == (Change(("row", 1), None, {"id": "a"}), Change(("row", 2), None, {"id": "b"}))
    assert changes({"row": [{"id": "a"}]}, {}) == (Change(("row", 1), {"id": "a"}, None),)


def test_a_change_is_said_in_words() -> None:
    found = changes(TABLE, did(Op.DROP, ("row", 1, "when", "grade")))
    assert [in_words(each) for each in found] == ["row 1, when.grade: A -> nothing"]
    found = changes({"required": True}, {"required": False})
    assert [in_words(each) for each in found] == ["required: yes -> no"]


@pytest.mark.parametrize(
    ("one", "other"),
    [(Decimal("12.50"), "12.5"), (15, Decimal("15.00")), ("A", ["A"]), ({"a": 1}, {"a": "1"})],
)
def test_what_means_the_same_is_no_change(one: Any, other: Any) -> None:
    assert same(one, other)
    assert changes({"key": one}, {"key": other}) == ()


@pytest.mark.parametrize(("one", "other"), [(True, 1), ("a", "b"), (0, None), ([], None), ("yes", True)])
def test_what_means_something_else_is_a_change(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert len(changes({"key": one}, {"key": other})) == 1


@pytest.mark.parametrize("typed", ["sNaN", "NaN", "-Infinity", "1e999999999999999999999"])
def test_a_word_that_decimals_know_is_a_word(typed: str) -> None:
    """Some of these cannot even be compared with a number."""
    assert not same(Decimal("12.50"), typed)
    assert same(typed, typed)


NAMES = st.sampled_from("abcd")
ROWS = st.lists(
    st.fixed_dictionaries({"id": NAMES, "open": st.lists(NAMES, max_size=2)}),
    max_size=4,
    unique_by=lambda row: row["id"],
)
TABLES = st.fixed_dictionaries({"row": ROWS}, optional={"when": st.dictionaries(NAMES, st.integers(0, 2))})


@given(TABLES, TABLES)
def test_nothing_is_different_exactly_where_both_say_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert changes(one, one) == ()
    alike = {"when": {}, **one} == {"when": {}, **other}
    assert (changes({"when": {}, **one}, {"when": {}, **other}) == ()) is alike


@given(ROWS.filter(len), st.data())
def test_a_move_and_its_way_back_change_nothing(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    place = st.integers(1, len(rows))
    from_, to = data.draw(place), data.draw(place)
    there = edited({"row": rows}, Edit(Op.MOVE, ("row", from_), to))
    assert edited(there, Edit(Op.MOVE, ("row", to), from_)) == {"row": rows}
