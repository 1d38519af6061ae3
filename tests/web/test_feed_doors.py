"""Decisions of central and what they name are given to stations that it knows, and nothing else is."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.domain.catalog import Bin, BinUse
from station.domain.identifiers import BinCode
from station.domain.texts import Texts
from station.services.loading import load_site
from tests.support.engines import ENGINES
from tests.support.exchange import Central, Speaker, central_at, hash_of, photo, reason

SHELF = Bin(BinCode("SHELF-1"), BinUse.RESTOCK, Texts("By the door"))


@contextlib.contextmanager
def central_with_a_bin(engine: str, folder: Path) -> Iterator[Central]:
    with central_at(engine, folder) as central:
        load_site(central.world, [], [], [SHELF], [])
        yield central


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    with central_with_a_bin("sqlite", tmp_path / "central") as central:
        yield central


def part_of(station: Speaker) -> str:
    answer = station.get("feed?after=0").json
    assert answer is not None
    (entry,) = (each["entry"] for each in answer["decided"] if '"document_published"' in each["entry"])
    return str(entry).split('"parts":["')[1][:64]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_station_gets_decisions_and_the_documents_that_they_name(engine: str, tmp_path: Path) -> None:
    with central_with_a_bin(engine, tmp_path / "central") as central:
        station = central.opened()
        answer = station.get(f"documents/{part_of(station)}")
        assert answer.status_code == 200
        assert b"SHELF-1" in answer.data
        upto = station.get("feed?after=0").json["upto"]  # type: ignore[index]
        assert station.get(f"feed?after={upto}").json == {"upto": upto, "decided": []}


def test_nobody_else_gets_any(central: Central) -> None:
    known, stranger = central.opened(), central.station("08")
    part = part_of(known)
    for call in ("feed?after=0", f"documents/{part}"):
        assert reason(stranger.get(call)) == (401, "sign_in_again")


def test_what_no_decision_names_is_refused(central: Central) -> None:
    station = central.opened()
    assert station.put(photo()).status_code == 201
    for asked in ("0" * 64, "x", "..", "A" * 64, "a" * 3000, hash_of(photo())):
        assert reason(station.get(f"documents/{asked}")) == (422, "wrong_bytes")


def test_a_number_that_is_none_begins_at_the_beginning(central: Central) -> None:
    station = central.opened()
    first = station.get("feed?after=0").json
    for after in ("-1", "1e9", "9" * 30, "", "x"):
        assert station.get(f"feed?after={after}").json == first
