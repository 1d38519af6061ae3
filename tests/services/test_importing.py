"""A file is taken over whole or not at all, once; a folder that is watched loses none and doubles none."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from station.adapters.import_loop import ImportLoop
from station.adapters.site_files.inbox import FolderInbox
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import BinCode, Rma, Sku
from station.domain.importing.kinds import Encoding, ImportKind, Way
from station.domain.people import Person, Role
from station.services.importing import Taken, examine, take_over
from station.services.importing.history import page
from station.services.importing.taking import Arrival
from station.services.importing.watching import encoding_of, kind_of, step
from station.services.proof.checking import check
from tests.support.engines import ENGINES, stocked_on
from tests.support.stations import Rig

SAMPLE = Path(__file__).parents[2] / "config" / "sample"
NEW = (
    "sku;gtin;en;he;ru;category;checklist;price;hygiene\n"
    "KT-98;7290002780984;Kettle 2;;;kitchen;general;129,90;no\n"
    "KT-17;7290002780557;Kettle, changed;;;kitchen;general;100;no\n"
)
RETURNS = (
    "rma,order,tracking,channel,delivered,invoice,line,sku,quantity,serial\n"
    "RMA-77,W-77,RR77,webshop,-3,yes,1,KT-17,2,\n"
)
BY_COMMAND = Arrival(Way.COMMAND)


def take(rig: Rig, kind: ImportKind, text: str | bytes, arrival: Arrival = BY_COMMAND) -> Taken:
    return take_over(rig.world, kind, text.encode() if isinstance(text, str) else text, arrival)


def entries(rig: Rig, kind: str) -> list[dict[str, object]]:
    with rig.world.read() as uow:
        told = [json.loads(entry.canonical) for entry in uow.journal.entries()]
    return [entry for entry in told if entry["kind"] == kind]


def head(rig: Rig) -> int:
    with rig.world.read() as uow:
        return uow.journal.head()


def manager(rig: Rig) -> Person:
    with rig.world.read() as uow:
        return uow.people.get(rig.person(Role.MANAGER).id)


# Looking and taking --------------------------------------------------------------------------------


def test_a_look_changes_nothing(rig: Rig) -> None:
    before = head(rig)
    looked = examine(rig.world, ImportKind.PRODUCTS, NEW.encode())
    assert (looked.right, looked.counts.new, looked.counts.changed) == (True, 1, 1)
    assert head(rig) == before
    with rig.world.read() as uow:
        assert uow.catalog.product(Sku("KT-17")).name.en != "Kettle, changed"


def test_the_sample_again_is_nothing_new(rig: Rig) -> None:
    before = head(rig)
    for kind in ImportKind:
        came = take(rig, kind, (SAMPLE / f"{kind.value}.csv").read_bytes())
        assert came.examined.right and came.examined.counts.unchanged
        assert (came.examined.counts.changes, came.taken, head(rig)) == (0, None, before)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_is_taken_over_once_with_one_entry(engine: str, tmp_path: Path) -> None:
    with stocked_on(engine, tmp_path / "data") as rig:
        came = take(rig, ImportKind.PRODUCTS, NEW, Arrival(Way.PAGE, manager(rig), "new.csv"))
        assert came.taken and came.taken.by == rig.person(Role.MANAGER).id
        (entry,) = entries(rig, "import_taken")
        counted = {"new": 1, "changed": 1, "unchanged": 0}
        named = {"kind": "products", "way": "page", "sha256": came.examined.sha256}
        assert entry["payload"] == {**named, **counted}
        assert take(rig, ImportKind.PRODUCTS, NEW).examined.counts.unchanged == 2
        with rig.world.read() as uow:
            assert uow.catalog.product(Sku("KT-98")).value == 12990
            assert [hit.key for hit in uow.catalog.find(("07290002780984",))] == ["KT-98"]
        assert [each.taken.name for each in page(rig.world).imports] == ["new.csv"]
        assert len(entries(rig, "import_taken")) == 1


def test_one_mistake_leaves_everything_as_it_was(rig: Rig) -> None:
    came = take(rig, ImportKind.PRODUCTS, NEW + "KT-99;1;x;;;kitchen;general;1;no\n")
    assert came.taken is None and [p.path for p in came.examined.problems] == [("line", 4, "gtin")]
    with rig.world.read() as uow:
        assert not uow.imports.products([Sku("KT-98")])


def test_a_failure_in_the_middle_leaves_all_as_it_was(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    before = head(rig)
    monkeypatch.setattr(rig.world.ids.__class__, "new", failing)
    with pytest.raises(OSError, match="pulled"):
        take(rig, ImportKind.RETURNS, RETURNS)
    monkeypatch.undo()
    with rig.world.read() as uow:
        assert not uow.imports.expected([Rma("RMA-77")]) and uow.journal.head() == before
    assert take(rig, ImportKind.RETURNS, RETURNS).taken


def failing(*_: object) -> str:
    raise OSError("pulled")


def test_what_was_received_stays_received(rig: Rig) -> None:
    take(rig, ImportKind.RETURNS, RETURNS)
    with rig.world.begin() as uow:
        uow.catalog.save_expected(uow.catalog.expected(Rma("RMA-77")).receive(1))
    assert take(rig, ImportKind.RETURNS, RETURNS).examined.counts.unchanged == 1
    take(rig, ImportKind.RETURNS, RETURNS.replace("webshop", "outlet"))
    with rig.world.read() as uow:
        known = uow.catalog.expected(Rma("RMA-77"))
    assert (known.channel, known.lines[0].received) == ("outlet", 1)


def test_components_stay_where_a_file_of_products_says_nothing_of_them(rig: Rig) -> None:
    text = (SAMPLE / "products.csv").read_text("utf-8").replace("PH-61,", "PH-61,", 1)
    take(rig, ImportKind.PRODUCTS, text.replace(",yes,", ",no,"))
    with rig.world.read() as uow:
        assert len(uow.catalog.product(Sku("PH-61")).components) == 3
    parts = "sku,code,en,he,ru,missing\nPH-61,PH61-BOX,Box,,,minor\n"
    assert take(rig, ImportKind.COMPONENTS, parts).examined.counts.changed == 1
    with rig.world.read() as uow:
        assert [each.code for each in uow.catalog.product(Sku("PH-61")).components] == ["PH61-BOX"]


CLASHES = [
    (ImportKind.PRODUCTS, NEW.replace("KT-98", "R-01"), "sku"),
    (ImportKind.PRODUCTS, NEW.replace("7290002780984", "7290110406455"), "gtin"),
    (ImportKind.RETURNS, RETURNS.replace("RR77", "R-01"), "tracking"),
    (ImportKind.RETURNS, RETURNS.replace("RMA-77", "kt-17"), "rma"),
    (ImportKind.BINS, "code,use,categories,en,he,ru\nKT-17,hold,,x,,\n", "code"),
]


def test_a_code_that_means_something_else_here_is_refused(rig: Rig) -> None:
    for kind, text, column in CLASHES:
        came = take(rig, kind, text)
        assert column in [each.path[2] for each in came.examined.problems], text
        assert came.taken is None


def test_bins_and_recalls_are_told_as_on_screen_and_the_record_checks_out(rig: Rig) -> None:
    take(rig, ImportKind.CENTERS, "code,kind,en,he,ru\nNEWC,restock,New,,\n")
    take(rig, ImportKind.BINS, "code,use,categories,en,he,ru,center\nN-01,restock,,Aisle 9,,,NEWC\n")
    take(rig, ImportKind.RECALLS, "id,gtin,en,he,ru\nR-9,7290002780557,Stop,,\n")
    take(rig, ImportKind.RETURNS, RETURNS)
    with rig.world.read() as uow:
        assert uow.catalog.bin(BinCode("N-01")).center == "NEWC"
    kinds = [len(entries(rig, kind)) for kind in ("work_center_set", "bin_set", "import_taken")]
    assert kinds == [1, 1, 4]
    assert check(rig.world).sound


def test_what_is_too_large_is_not_looked_at(rig: Rig) -> None:
    small = replace(rig.world, house=replace(rig.world.house, import_limit=20))
    looked = examine(small, ImportKind.PRODUCTS, NEW.encode())
    assert (looked.rows, [each.file for each in looked.problems]) == (0, ["products"])


# People --------------------------------------------------------------------------------------------

PERSON = f"id,name,role,language,badge,pin\np900,Lena,operator,ru,{'B' * 26},52830417\n"


def test_people_get_access_by_a_file_and_no_secret_into_the_record(rig: Rig) -> None:
    came = take(rig, ImportKind.PEOPLE, PERSON)
    assert came.taken
    with rig.world.read() as uow:
        assert uow.people.get("p900").role is Role.OPERATOR
        whole = b"".join(entry.canonical for entry in uow.journal.entries())
    assert not any(secret in whole for secret in (b"B" * 26, b"52830417", b"Lena"))
    assert take(rig, ImportKind.PEOPLE, PERSON).examined.counts.unchanged == 1


def test_people_on_screen_take_the_managers_own_pin(rig: Rig) -> None:
    on_screen = Arrival(Way.PAGE, manager(rig))
    with pytest.raises(DomainError) as refused:
        take_over(rig.world, ImportKind.PEOPLE, PERSON.encode(), on_screen, pin="00000000")
    assert refused.value.reason is Reason.WRONG_PIN
    pin = rig.person(Role.MANAGER).pin
    assert take_over(rig.world, ImportKind.PEOPLE, PERSON.encode(), on_screen, pin=pin).taken
    assert len(entries(rig, "stepped_up")) == 1


def test_only_a_manager_takes_files_over(rig: Rig) -> None:
    with rig.world.read() as uow:
        supervisor = uow.people.get(rig.person(Role.SUPERVISOR).id)
    with pytest.raises(DomainError) as refused:
        take(rig, ImportKind.PRODUCTS, NEW, Arrival(Way.PAGE, supervisor))
    assert refused.value.reason is Reason.MANAGER_NEEDED


def test_a_badge_of_somebody_here_is_refused(rig: Rig) -> None:
    badge = rig.person(Role.OPERATOR).badge
    came = take(rig, ImportKind.PEOPLE, PERSON.replace("B" * 26, badge))
    assert [each.path for each in came.examined.problems] == [("line", 2, "badge")]
    assert badge not in str(came.examined)


# The folder ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "incoming"
    made.mkdir()
    return made


@pytest.fixture
def inbox(folder: Path) -> FolderInbox:
    return FolderInbox(folder, 10_000)


def looks(rig: Rig, inbox: FolderInbox, times: int = 2) -> int:
    return sum(step(rig.world, inbox) for _ in range(times))


def names(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def test_a_file_is_taken_once_it_lies_still(rig: Rig, folder: Path, inbox: FolderInbox) -> None:
    file = folder / "Products-new.CSV"
    file.write_text(NEW[:40])
    assert step(rig.world, inbox) == 0
    file.write_text(NEW)
    assert step(rig.world, inbox) == 0
    assert step(rig.world, inbox) == 1
    assert names(folder) == ["done/Products-new.CSV", "done/Products-new.CSV.txt"]
    assert "1 new, 1 changed" in (folder / "done/Products-new.CSV.txt").read_text()


def test_what_is_wrong_stands_beside_what_was_refused(rig: Rig, folder: Path, inbox: FolderInbox) -> None:
    (folder / "products.csv").write_text(NEW.replace("general", "genral"))
    (folder / "letter.csv").write_text("Dear all")
    (folder / "returns-large.csv").write_text("x" * 10_001)
    (folder / "products.csv.part").write_text(NEW)
    (folder / ".products.csv").write_text(NEW)
    assert looks(rig, inbox) == 0
    said = {name: (folder / name).read_text() for name in names(folder) if name.endswith(".csv.txt")}
    assert 'did you mean "general"?' in said["refused/products.csv.txt"]
    assert "has to begin with one of" in said["refused/letter.csv.txt"]
    assert "larger than" in said["refused/returns-large.csv.txt"]
    assert {".products.csv", "products.csv.part"} <= set(names(folder))


def test_a_name_that_cannot_be_written_down_stops_nothing(rig: Rig, folder: Path, inbox: FolderInbox) -> None:
    odd = [b"products-\xff.csv", b"products" + b"x" * 243 + b".csv", b"products\n.csv"]
    for name in odd:
        (folder / os.fsdecode(name)).write_text("wrong")
    (folder / "products.csv").write_text(NEW)
    assert looks(rig, inbox, 4) == 1
    assert {"done/products.csv", *map(os.fsdecode, odd)} <= set(names(folder))


def test_links_and_pipes_are_let_be(rig: Rig, folder: Path, inbox: FolderInbox, tmp_path: Path) -> None:
    outside = tmp_path / "products.csv"
    outside.write_text(NEW)
    (folder / "products.csv").symlink_to(outside)
    (folder / "products-dir.csv").mkdir()
    os.mkfifo(folder / "products-pipe.csv")
    assert looks(rig, inbox, 3) == 0
    assert outside.exists() and entries(rig, "import_taken") == []


def test_nothing_is_moved_through_a_link(rig: Rig, folder: Path, inbox: FolderInbox, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "done").symlink_to(tmp_path / "elsewhere")
    (folder / "products.csv").write_text(NEW)
    with pytest.raises(OSError, match="no folder of its own"):
        looks(rig, inbox)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def killed_at(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def set_up(patch: pytest.MonkeyPatch) -> None:
        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(f"station.adapters.site_files.inbox.{name}", stop)

    return set_up


@pytest.mark.parametrize("where", ["os.rename", "FolderInbox._put_away", "FolderInbox._read"])
def test_killed_anywhere_a_file_is_taken_exactly_once(
    rig: Rig, folder: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "products.csv").write_text(NEW)
    with monkeypatch.context() as patch:
        killed_at(where)(patch)
        with pytest.raises(KeyboardInterrupt):
            looks(rig, FolderInbox(folder, 10_000))
    if where != "FolderInbox._read":
        change_on_screen(rig)
    looks(rig, FolderInbox(folder, 10_000))
    assert len(entries(rig, "import_taken")) == 1
    assert len(list(folder.glob("done/products*.csv"))) == 1 and not (folder / "products.csv").exists()
    with rig.world.read() as uow:
        said = uow.catalog.product(Sku("KT-17")).name.en
    assert said == ("Kettle, changed" if where == "FolderInbox._read" else "On screen")


def change_on_screen(rig: Rig) -> None:
    """Change what the file said, in between: taking it again would change it back."""
    with rig.world.begin() as uow:
        known = uow.catalog.product(Sku("KT-17"))
        uow.catalog.load([replace(known, name=replace(known.name, en="On screen"))], (), ())


def test_the_same_name_again_is_another_file(rig: Rig, folder: Path, inbox: FolderInbox) -> None:
    for text in (NEW, NEW.replace("Kettle 2", "Kettle 3")):
        (folder / "products.csv").write_text(text)
        assert looks(rig, inbox) == 1
    assert "done/products-2.csv" in names(folder)


def test_names_tell_kind_and_code_page() -> None:
    assert kind_of("Returns-2026.json") is ImportKind.RETURNS
    assert kind_of("product.csv") is None
    assert encoding_of("products.cp1255.csv") is Encoding.CP1255
    assert encoding_of("products.csv") is None


def test_the_loop_goes_on_after_a_folder_that_is_gone(rig: Rig, folder: Path) -> None:
    loop = ImportLoop(rig.world, FolderInbox(folder, 10_000), 0.01)
    folder.rmdir()
    assert loop.work() > 1
    folder.mkdir()
    assert loop.work() == 0.01
