"""Files of shops and spreadsheets are read as they come; what is wrong is named by row and column."""

import codecs
import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.site_files import read
from station.adapters.site_files.counted import MOST
from station.adapters.site_files.letters import text_of
from station.domain.identifiers import Sku
from station.domain.importing.columns import COLUMNS, optional, required
from station.domain.importing.kinds import Encoding, ImportKind
from station.domain.importing.rows import ROWS
from station.importing_ports import Around, Contents
from station.services.importing.samples import sample

SAMPLE = Path(__file__).parents[2] / "config" / "sample"
GUIDE = Path(__file__).parents[2] / "docs/guides/importing.md"
TODAY = date(2026, 7, 1)
HEADER = "sku,gtin,en,he,ru,category,checklist,price,hygiene"
HEBREW = "קומקום חשמלי גדול ומהיר לאירוח משפחתי, עם ידית נוחה"
RUSSIAN = "Чайник электрический большой, объём 1,7 л, для всей семьи"


def around(**changed: object) -> Around:
    known = {
        "today": TODAY,
        "zone": "Asia/Jerusalem",
        "checklists": frozenset({"general", "electronics", "apparel"}),
        "skus": frozenset({Sku("BR-07"), Sku("KT-17")}),
        "categories": frozenset({"kitchen", "electronics"}),
    }
    return Around(**{**known, **changed})  # type: ignore[arg-type]


def products(text: str | bytes, **changed: object) -> Contents:
    data = text.encode() if isinstance(text, str) else text
    return read(ImportKind.PRODUCTS, data, around(**changed))


def returns(*rows: str, header: str = "") -> Contents:
    columns = header or ",".join(required(ImportKind.RETURNS))
    return read(ImportKind.RETURNS, "\n".join((columns, *rows)).encode(), around())


def row(**cells: str) -> str:
    known = {
        "sku": "KT-17",
        "gtin": "7290002780557",
        "en": "Kettle",
        "he": "",
        "ru": "",
        "category": "kitchen",
    }
    known |= {"checklist": "general", "price": "129.00", "hygiene": "no"}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([({**known, **cells})[name] for name in HEADER.split(",")])
    return text.getvalue().removesuffix("\n")


def said(found: Contents) -> str:
    return "\n".join(map(str, found.problems))


# Letters -------------------------------------------------------------------------------------------

WRITTEN = [
    ("utf-8", b"", HEBREW, RUSSIAN),
    ("utf-8", codecs.BOM_UTF8, HEBREW, RUSSIAN),
    ("utf-16-le", codecs.BOM_UTF16_LE, HEBREW, RUSSIAN),
    ("utf-16-be", codecs.BOM_UTF16_BE, HEBREW, RUSSIAN),
    ("utf-16-le", b"", HEBREW, RUSSIAN),
    ("utf-16-be", b"", HEBREW, RUSSIAN),
    ("cp1255", b"", HEBREW, ""),
    ("cp1251", b"", "", RUSSIAN),
]


@pytest.mark.parametrize(("encoding", "mark", "he", "ru"), WRITTEN)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_letters_come_out_as_they_were_written(
    encoding: str, mark: bytes, he: str, ru: str, separator: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(HEADER.split(","))
    writer.writerow(["KT-17", "7290002780557", "Kettle", he, ru, "kitchen", "general", "129,00", "no"])
    found = products(mark + text.getvalue().encode(encoding))
    assert said(found) == ""
    (product,) = found.products
    assert (product.name.he, product.name.ru, product.value) == (he, ru, 12900)
    assert found.encoding == Encoding(encoding)


def words() -> list[tuple[str, str]]:
    """Collect what the sample site calls things: short names, of which each is a file by itself."""
    found = []
    for name in ("products", "bins", "components", "recalls"):
        lines = (SAMPLE / f"{name}.csv").read_text("utf-8").splitlines()
        for each in csv.DictReader(line for line in lines if not line.startswith("#")):
            found += [("cp1255", each["he"]), ("cp1251", each["ru"])]
    return found


def test_a_code_page_is_asked_for_rather_than_guessed_wrong() -> None:
    told = [(page, text_of(f"sku,{word}".encode(page, "replace"))) for page, word in words()]
    assert [found for page, found in told if found.encoding not in (None, page)] == []
    assert any(found.unclear for _, found in told) and any(found.encoding for _, found in told)


def test_the_language_of_the_site_decides_where_both_make_sense() -> None:
    short = f"{HEADER}\n{row(he='מגן')}".encode("cp1255")
    asked = products(short)
    assert asked.unclear and "no code page can be told" in said(asked)
    assert products(short, language="he").products[0].name.he == "מגן"
    assert products(short, encoding=Encoding.CP1255).products[0].name.he == "מגן"


def test_other_letters_of_europe_are_not_taken_for_russian() -> None:
    assert products(f"{HEADER}\n{row(en='Café crème')}".encode("cp1252")).products == ()


@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b"sku\0gtin", b"\xff\xfe\0\0s", b"# nothing\n", b"\n\n"])
def test_what_is_no_text_is_named_as_that(data: bytes) -> None:
    found = products(data)
    assert found.products == () and len(found.problems) == 1


def test_a_zero_byte_is_named_with_its_line() -> None:
    assert "products:2: a zero byte" in said(products(f"{HEADER}\n{row(en='Ket' + chr(0) + 'tle')}"))


# Rows and cells ------------------------------------------------------------------------------------


def test_columns_stand_in_any_order_and_case_and_empty_lines_do_no_harm() -> None:
    text = "Price;SKU;GTIN; En ;he;ru;CATEGORY;Checklist;Hygiene\r\n\r\n;;;;;;;;\r\n"
    text += "12,5;KT-17;7290002780557;Kettle;;;kitchen;general;;;;\r\n"
    (product,) = products(text).products
    assert (product.sku, product.value, product.hygiene) == ("KT-17", 1250, False)


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    assert 'the column "checklst" is unknown' in said(products(HEADER.replace("checklist", "checklst")))
    assert 'did you mean "checklist"?' in said(products(HEADER.replace("checklist", "checklst")))


def test_a_name_over_two_lines_is_one_line_and_keeps_the_count_of_lines() -> None:
    found = products(f"{HEADER}\n{row(en='Kettle' + chr(10) + '# 1.7 l')}\n{row(sku='B', gtin='1')}")
    assert found.products[0].name.en == "Kettle # 1.7 l"
    assert "products:4: column gtin" in said(found)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("en", "=1+1"), ("en", "@SUM(A1)"), ("sku", "=KT"), ("sku", "+972"), ("sku", "-5"), ("en", "\tKettle")],
)
def test_formulas_are_refused_not_worked_out(column: str, cell: str) -> None:
    assert f"column {column}: found" in said(products(f"{HEADER}\n{row(**{column: cell})}"))


PRICES = [("129", 12900), ("129.9", 12990), ("129,90", 12990), ("1 299,00", 129900), ("1.299,00", 129900),
          ("1,299.00", 129900), ("0,05", 5)]  # fmt: skip


@pytest.mark.parametrize(("written", "minor"), PRICES)
def test_prices_are_taken_with_points_and_commas(written: str, minor: int) -> None:
    assert products(f"{HEADER}\n{row(price=written)}").products[0].value == minor


@pytest.mark.parametrize("written", ["1,299", "1.299", "12.999", "1,2,3", "-5", "129 ILS", "١٢", "1e3", ",5"])
def test_a_price_that_may_be_two_is_none(written: str) -> None:
    assert "column price: found" in said(products(f"{HEADER}\n{row(price=written)}"))


def expected(delivered: str, line: int = 1) -> str:
    return f"RMA-1,W-1,RR1,webshop,{delivered},yes,{line},BR-07,1,"


@pytest.mark.parametrize("written", ["2026-03-31", "31.03.2026", "31.3.2026", "31/03/2026", "31/3/2026"])
def test_days_are_read_as_they_are_written_here(written: str) -> None:
    assert returns(expected(written)).returns[0].delivered == date(2026, 3, 31)


def test_a_day_that_may_be_another_is_asked_about() -> None:
    assert "this is 2026-04-03 or 2026-03-04, write which" in said(returns(expected("03/04/2026")))
    for impossible in ("03/31/2026", "2026-02-30", "31.02.2026", "00/01/2026"):
        assert "column delivered: found" in said(returns(expected(impossible)))


def test_one_day_shows_the_order_of_all() -> None:
    both = returns(expected("03/04/2026"), expected("31/03/2026").replace("RMA-1", "RMA-2"))
    assert [each.delivered for each in both.returns] == [date(2026, 4, 3), date(2026, 3, 31)]
    against = returns(expected("03/31/2026"), expected("31/03/2026").replace("RMA-1", "RMA-2"))
    assert against.problems


def test_so_many_problems_are_told_and_the_rest_counted() -> None:
    found = products("\n".join((HEADER, *(row(gtin="1", sku=f"K-{n}") for n in range(MOST + 50)))))
    assert (len(found.problems), found.more) == (MOST, 50)


def test_the_same_row_twice_is_named() -> None:
    assert '"KT-17" is in line 2 too' in said(products(f"{HEADER}\n{row()}\n{row()}"))


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40)


@given(st.lists(names, min_size=1, max_size=5), st.sampled_from(",;\t"), st.booleans())
def test_whatever_a_name_is_made_of_it_comes_back(
    given_names: list[str], separator: str, marked: bool
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(HEADER.split(","))
    for number, name in enumerate(given_names):
        writer.writerow([f"K-{number}", "", name, "", "", "kitchen", "general", "1", ""])
    found = products((codecs.BOM_UTF8 if marked else b"") + text.getvalue().encode())
    taken = [product.name.en for product in found.products]
    for name, read_as in zip(given_names, taken, strict=True):
        plain = name.strip(" \u00a0\u200e\u200f")
        assert read_as in (plain, "")
        assert read_as == plain or not plain.strip() or plain.startswith(("=", "@"))


@given(st.binary(max_size=200), st.sampled_from(ImportKind))
def test_no_bytes_break_the_reading(data: bytes, kind: ImportKind) -> None:
    found = read(kind, data, around())
    assert found.problems or found.rows


# JSON ----------------------------------------------------------------------------------------------

THING = {
    "sku": "KT-17",
    "gtin": "7290002780557",
    "en": "Kettle",
    "category": "kitchen",
    "checklist": "general",
}


def test_a_list_and_one_thing_a_line_say_the_same() -> None:
    thing = {**THING, "value": 12900, "hygiene": False}
    for text in (
        json.dumps([thing]),
        json.dumps(thing),
        json.dumps(thing, indent=2),
        f"{json.dumps(thing)}\n\n",
    ):
        found = products(text)
        assert said(found) == ""
        assert (found.rows, found.products[0].value) == (1, 12900)


def test_a_return_has_its_lines_and_a_product_its_components() -> None:
    lines = [{"line": 1, "sku": "BR-07", "quantity": 2}, {"line": 2, "sku": "KT-17", "final_sale": True}]
    head = {"rma": "RMA-1", "order": "W-1", "tracking": ["RR1", "RR2"], "channel": "shop", "invoice": True}
    (made,) = read(ImportKind.RETURNS, json.dumps([{**head, "lines": lines}]).encode(), around()).returns
    assert (made.tracking, made.parcels, made.invoice) == ("RR1", ("RR2",), True)
    assert [(x.number, x.quantity, x.final_sale) for x in made.lines] == [(1, 2, False), (2, 1, True)]
    parts = [{"code": "KT17-LID", "en": "Lid", "missing": "main"}]
    found = products(json.dumps([{**THING, "value": 1, "name": {"he": "קומקום"}, "components": parts}]))
    assert [part.code for part in found.components[Sku("KT-17")]] == ["KT17-LID"]
    assert found.products[0].name.he == "קומקום"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[", "the syntax is wrong"),
        ("[1]", "the syntax is wrong"),
        ("[[[[", "the syntax is wrong"),
        ("[" * 100_000, "the syntax is wrong"),
        ('[{"a":' * 5_000, "the syntax is wrong"),
        (json.dumps([{**THING, "value": 1, "skuu": "x"}]), 'products:1: the column "skuu" is unknown'),
        (json.dumps([THING, {**THING, "sku": {}}]), "products:2: column sku: found a list or an object"),
        (json.dumps([{**THING, "value": 1.5}]), 'column value: found "1.5"'),
        (json.dumps([{**THING, "en": "a\0b", "value": 1}]), "column en: a zero byte"),
        (json.dumps([]), "the file is empty"),
    ],
    ids=range(10),
)
def test_a_mistake_in_json_is_named(text: str, complaint: str) -> None:
    assert complaint in said(products(text))


# The table of columns ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ImportKind)
def test_the_columns_are_those_that_are_read(kind: ImportKind) -> None:
    header = ",".join((*required(kind), *optional(kind)))
    assert "column" not in said(read(kind, f"{header}\n".encode(), around()))
    nested = {"lines", "components"}
    fields = set(ROWS[kind].__dataclass_fields__) - nested
    within = set(ROWS[ImportKind.RETURNS].__dataclass_fields__) | {
        "line",
        "sku",
        "quantity",
        "serial",
        "reason",
    }
    known = {*required(kind), *optional(kind)}
    assert fields <= known
    assert known - fields <= (within | {"final_sale"} if kind is ImportKind.RETURNS else set())


@pytest.mark.parametrize("kind", ImportKind)
def test_the_guide_has_every_column(kind: ImportKind) -> None:
    section = GUIDE.read_text().split(f"### {kind.value}\n")[1].split("\n#")[0]
    for column in COLUMNS[kind]:
        assert (
            f"| `{column.name}`{' (may be left out)' if column.optional else ''} | {column.what} |" in section
        )


@pytest.mark.parametrize("kind", ImportKind)
def test_a_file_to_begin_from_is_right_but_for_what_is_not_known_here(kind: ImportKind) -> None:
    unknown = {ImportKind.BINS: "STOCK", ImportKind.COMPONENTS: "PH-61"}
    problems = read(kind, sample(kind), around()).problems
    assert [each for each in problems if unknown.get(kind, "?") not in str(each.found)] == []
