"""A site's CSV files are read whole or not at all, and every mistake in them is named."""

import shutil
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from station.adapters.config import ConfigError
from station.adapters.site_files import Site, read_site
from station.domain.catalog import BinUse
from station.domain.people import Role

SAMPLE = Path(__file__).parents[2] / "config" / "sample"
TODAY = date(2026, 7, 1)
CHECKLISTS = {"general", "electronics", "apparel"}
CHOICES = dict.fromkeys(CHECKLISTS, ("all", "minor", "main"))

PRODUCT = "KT-17,7290002780557,"
FIRST_RETURN = "RMA-10001,W885575-01,RR196556285IL,webshop,-11,yes,1,BR-07,1,"

BREAKAGES = [
    (
        "products.csv",
        PRODUCT,
        "KT-17,7290002780558,",
        'wrong check digit in "7290002780558"; expected 7290002780557',
    ),
    ("products.csv", PRODUCT, "KT-17,72900,", "column gtin: found"),
    ("products.csv", PRODUCT, "KT-17,,", "expected 8, 12, 13 or 14 digits"),
    ("products.csv", PRODUCT, "BL-05,7290002780557,", 'column sku: "BL-05" is in line 4 too'),
    ("products.csv", PRODUCT, "KT-17,7290110406455,", 'column gtin: "7290110406455" is in line 4 too'),
    ("products.csv", PRODUCT, "$KT,7290002780557,", 'column sku: found "$KT"; expected a code'),
    ("products.csv", PRODUCT, "S-04,7290002780557,", '"S-04" is the sku in'),
    ("products.csv", PRODUCT, ",7290002780557,", "column sku: is empty"),
    ("products.csv", "kitchen,general,12900", "kitchen,genral,12900", 'did you mean "general"?'),
    ("products.csv", "kitchen,general,12900", "Kitchen!,general,12900", 'column category: found "Kitchen!"'),
    ("products.csv", "kitchen,general,12900", "kitchen,general,129.00", 'column value: found "129.00"'),
    ("products.csv", "kitchen,general,12900,no", "kitchen,general,12900,maybe", "expected yes or no"),
    ("products.csv", "kitchen,general,12900,no", "kitchen,general,12900", "found 9 cells; expected 10 cells"),
    ("products.csv", "sku,gtin,en,", "sku,gtn,en,", 'did you mean "gtin"?'),
    ("products.csv", "sku,gtin,en,", "sku,sku,gtin,en,", 'the column "sku" is there twice'),
    ("returns.csv", "1,BR-07,1,", "1,BR-7,1,", 'there is no product "BR-7"; expected a sku of products.csv'),
    ("returns.csv", "1,BR-07,1,", "1,BR-7,1,", 'did you mean "BR-07"?'),
    ("returns.csv", "1,BR-07,1,", "1,BR-07,0,", "column quantity: found"),
    ("returns.csv", "1,BR-07,1,", "1,BR-07,2,SN1", "found 2 of one serial number"),
    ("returns.csv", "1,BR-07,1,", "2,BR-07,1,", 'column line: "2" is in line'),
    ("returns.csv", FIRST_RETURN, FIRST_RETURN.replace("-11", "11/06"), 'column delivered: found "11/06"'),
    ("returns.csv", FIRST_RETURN, FIRST_RETURN.replace("-11", "2026-02-30"), "column delivered: found"),
    (
        "returns.csv",
        FIRST_RETURN,
        FIRST_RETURN.replace("yes", "no"),
        'expected "no", as in line 7 of the same',
    ),
    ("returns.csv", FIRST_RETURN, FIRST_RETURN.replace("RR1", "$R1"), "column tracking: found"),
    ("returns.csv", "RMA-10002,", "R-01,", '"R-01" is the code in'),
    ("bins.csv", "R-01,restock", "R-01,restok", 'did you mean "restock"?'),
    ("bins.csv", "electronics kitchen", "electronics kitchn", 'did you mean "kitchen"?'),
    ("bins.csv", "R-01,", "R-02,", 'column code: "R-02" is in line'),
    ("bins.csv", "R-01,", "r-02x" * 5 + ",", "at most 20 characters"),
    ("bins.csv", "electronics kitchen,STOCK,60", "electronics kitchen,STOKC,60", 'did you mean "STOCK"?'),
    ("bins.csv", "electronics kitchen,STOCK", "electronics kitchen,YARD", "YARD is for disposal; expected"),
    ("bins.csv", "STOCK,60", "STOCK,0", 'column capacity: found "0"; expected a whole number, 1 or more'),
    ("bins.csv", "STOCK,60", "STOCK,-5", 'column capacity: found "-5"'),
    ("bins.csv", "STOCK,60", "STOCK,many", 'column capacity: found "many"'),
    ("centers.csv", "STOCK,restock", "STOCK,restok", 'did you mean "restock"?'),
    ("centers.csv", "YARD,disposal", "STOCK,disposal", 'column code: "STOCK" is in line'),
    ("centers.csv", "YARD,disposal", "$YARD,disposal", "column code: found"),
    ("components.csv", "PH-61,PH61-CHARGER", "PH-6,PH61-CHARGER", 'did you mean "PH-61"?'),
    ("components.csv", "PH61-CABLE", "ph61-charger", 'column code: "ph61-charger" is in line'),
    ("components.csv", "PH61-CABLE", "PH-61", "it is the product's own code"),
    ("components.csv", "PH61-CABLE", "0071495619695", "it is the product's own code"),
    ("components.csv", "PH61-CABLE", "R-01", '"R-01" is the code in'),
    ("components.csv", "PH61-CABLE", "RMA-10001", "RMA-10001"),
    ("components.csv", "PH61-CABLE", "$CABLE", "column code: found"),
    ("components.csv", "PH61-CABLE", "", "column code: is empty"),
    ("components.csv", "Зарядка,main", "Зарядка,mian", 'did you mean "main"?'),
    ("components.csv", "Зарядка,main", "Зарядка,", "column missing: is empty"),
    ("people.csv", ",operator,he,", ",operater,he,", 'did you mean "operator"?'),
    ("people.csv", ",operator,he,", ",operator,de,", "column language: found"),
    ("people.csv", "dana,", "pavel,", 'column id: "pavel" is in line'),
    ("people.csv", "40718263", "1234", "column pin: "),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample site, to be broken."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def read(folder: Path) -> Site:
    return read_site(folder, TODAY, CHECKLISTS, choices=CHOICES)


def complaint(folder: Path) -> str:
    with pytest.raises(ConfigError) as refusal:
        read(folder)
    return str(refusal.value)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("file", "old", "new", "said"), BREAKAGES)
def test_a_mistake_is_named(folder: Path, file: str, old: str, new: str, said: str) -> None:
    replace(folder / file, old, new)
    assert said in complaint(folder)


def test_the_sample_is_as_large_as_promised() -> None:
    site = read(SAMPLE)
    assert (len(site.products), len(site.returns), len(site.bins), len(site.people)) == (40, 60, 12, 4)
    assert len({product.category for product in site.products}) == 4
    assert {bin_.use for bin_ in site.bins} == set(BinUse)
    assert {person.role for person in site.people} == set(Role)


def test_the_sample_has_something_of_everything() -> None:
    site = read(SAMPLE)
    days = [(TODAY - each.delivered).days for each in site.returns if each.delivered]
    assert min(days) < 14
    assert max(days) > 30
    assert {each.invoice for each in site.returns} == {True, False}
    assert sum(len(each.lines) > 1 for each in site.returns) >= 15
    assert any(line.serial for each in site.returns for line in each.lines)
    assert any(each.delivered is None for each in site.returns)


def test_days_count_back_from_today() -> None:
    first = read(SAMPLE).returns[0]
    assert first.delivered == date(2026, 6, 20)


def test_a_date_is_taken_as_it_stands(folder: Path) -> None:
    path = folder / "returns.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",webshop,-11,", ",webshop,2026-01-02,"), "utf-8"
    )
    assert read(folder).returns[0].delivered == date(2026, 1, 2)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path) -> None:
    path = folder / "products.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read(folder).products) == 40


def test_people_may_be_left_out(folder: Path) -> None:
    (folder / "people.csv").unlink()
    assert read(folder).people == ()


def test_secrets_are_not_shown() -> None:
    person = read(SAMPLE).people[0]
    assert person.pin not in repr(person)
    assert person.badge not in repr(person)


def test_secrets_are_not_said_when_they_are_wrong(folder: Path) -> None:
    replace(folder / "people.csv", "40718263", "407 18263")
    assert "18263" not in complaint(folder)


def test_mistakes_of_all_files_come_together(folder: Path) -> None:
    (folder / "bins.csv").unlink()
    (folder / "people.csv").write_bytes(b"id,name\n\xff")
    replace(folder / "products.csv", PRODUCT, 'KT-17,1,"')
    replace(folder / "returns.csv", ",yes,1,BR-07,1,", ",perhaps,1,BR-07,none,")
    text = complaint(folder)
    for said in ("bins.csv: there is no such", "people.csv:2: bytes", "column invoice", "column quantity"):
        assert said in text


def test_an_empty_file_is_no_catalogue(folder: Path) -> None:
    (folder / "products.csv").write_text("# nothing\n", "utf-8")
    assert "products.csv: the file is empty" in complaint(folder)


def test_files_from_before_there_were_work_centers_still_load(folder: Path) -> None:
    (folder / "centers.csv").unlink()
    (folder / "bins.csv").write_text("code,use,categories,en,he,ru\nR-01,restock,kitchen,Aisle,Aisle,Aisle\n")
    site = read(folder)
    assert site.centers == ()
    assert [(b.code, b.center, b.capacity) for b in site.bins] == [("R-01", "", None)]


NEW_COLUMNS = ("purchased", "posted", "country", "reason", "final_sale", "customer", "address")


def returns_of(folder: Path, header: str, *rows: str, zone: ZoneInfo | None = None) -> Site:
    """Read the sample with other returns."""
    (folder / "returns.csv").write_text("\n".join((header, *rows)), "utf-8")
    return read_site(folder, TODAY, CHECKLISTS, zone)


OLD_HEADER = "rma,order,tracking,channel,delivered,invoice,line,sku,quantity,serial"


def test_an_older_file_lacks_what_came_later(folder: Path) -> None:
    row = "RMA-1,W-1,RR1,webshop,-9,yes,1,BR-07,1,"
    (expected,) = returns_of(folder, OLD_HEADER, row).returns
    assert (expected.purchased, expected.posted, expected.country, expected.parcels) == (None, None, "", ())
    assert (expected.lines[0].reason, expected.lines[0].final_sale) == ("", False)


def test_a_return_says_how_it_was_sold_and_sent_back(folder: Path) -> None:
    header = ",".join((OLD_HEADER, *NEW_COLUMNS))
    row = "RMA-1,W-1,RR1 RR2 RR3,webshop,-9,yes,{},BR-07,1,,-12,-3,DE,{},C-1,A-1"
    site = returns_of(folder, header, row.format(1, "too_small,no"), row.format(2, "defective,yes"))
    (expected,) = site.returns
    assert (expected.tracking, expected.parcels) == ("RR1", ("RR2", "RR3"))
    assert (expected.purchased, expected.posted) == (date(2026, 6, 19), date(2026, 6, 28))
    assert (expected.country, expected.customer, expected.address) == ("DE", "C-1", "A-1")
    assert [(line.reason, line.final_sale) for line in expected.lines] == [
        ("too_small", False),
        ("defective", True),
    ]


def test_the_number_of_any_parcel_means_one_thing(folder: Path) -> None:
    header = ",".join((OLD_HEADER, *NEW_COLUMNS))
    with pytest.raises(ConfigError, match='"BR-07" is the sku in'):
        returns_of(folder, header, "RMA-1,W-1,RR1 BR-07,webshop,-9,yes,1,BR-07,1,,,,,,,,")


INSTANTS = [
    ("2026-06-21T23:30:00+03:00", date(2026, 6, 21)),  # half an hour before midnight, as Israel writes it
    ("2026-06-21T20:30:00Z", date(2026, 6, 21)),  # the same instant, as a carrier's system writes it
    ("2026-06-21T21:30:00Z", date(2026, 6, 22)),
    ("2026-06-21 21:30:00+00:00", date(2026, 6, 22)),
]


@pytest.mark.parametrize(("written", "on"), INSTANTS)
def test_an_instant_is_the_day_on_which_it_falls_here(folder: Path, written: str, on: date) -> None:
    row = f"RMA-1,W-1,RR1,webshop,{written},yes,1,BR-07,1,"
    (expected,) = returns_of(folder, OLD_HEADER, row, zone=ZoneInfo("Asia/Jerusalem")).returns
    assert expected.delivered == on


def test_an_instant_without_an_offset_may_be_on_either_day(folder: Path) -> None:
    with pytest.raises(ConfigError, match="column delivered: found"):
        returns_of(folder, OLD_HEADER, "RMA-1,W-1,RR1,webshop,2026-06-21T23:30:00,yes,1,BR-07,1,")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (",,il,,,,", 'column country: found "il"; expected two capital letters such as "IL"'),
        (",,,Too small,,,", "column reason: found"),
        (",,,,maybe,,", "column final_sale: found"),
        ("soon,,,,,,", "column purchased: found"),
        (",,,,,one two,", "column customer: found"),
    ],
)
def test_a_mistake_in_what_came_later_is_named(folder: Path, cells: str, said: str) -> None:
    header = ",".join((OLD_HEADER, *NEW_COLUMNS))
    with pytest.raises(ConfigError) as refusal:
        returns_of(folder, header, f"RMA-1,W-1,RR1,webshop,-9,yes,1,BR-07,1,,{cells}")
    assert said in str(refusal.value)


# Components ----------------------------------------------------------------------------------------


def test_components_belong_to_their_products_in_their_order() -> None:
    site = read(SAMPLE)
    own = {product.sku: [each.code for each in product.components] for product in site.products}
    assert own["PH-61"] == ["PH61-CHARGER", "PH61-CABLE", "PH61-SIMPIN"]
    assert [sku for sku, codes in own.items() if codes] == ["CM-11", "PH-61", "SH-08"]


def test_a_site_without_components_has_none(folder: Path) -> None:
    (folder / "components.csv").unlink()
    assert not any(product.components for product in read(folder).products)


def test_a_component_may_be_sold_by_itself(folder: Path) -> None:
    replace(folder / "components.csv", "PH61-CHARGER", "7290113918610")
    assert any(product.components[:1] for product in read(folder).products)


def test_more_components_than_number_keys_are_refused(folder: Path) -> None:
    with (folder / "components.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"KT-17,KT-{number},x,x,x,minor\n" for number in range(10))
    assert "found 10 of one product; expected at most 9 components" in complaint(folder)
