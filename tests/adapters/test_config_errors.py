"""Every mistake in the rules is found, and said with its line, its key and the nearest valid name."""

import shutil
from pathlib import Path

import pytest

from station.adapters.config import ConfigError, load_rulebook, load_station
from station.adapters.config.settings import RuleFiles

SHIPPED = Path(__file__).parents[2] / "config"
GENERAL, POLICY, ROUTING = "checklists/general.toml", "rules/policy.toml", "rules/routing.toml"
PRICES, CONDITIONS = "rules/prices.toml", "rules/conditions.toml"

# What is replaced in which shipped file, by what, and what has to be said of it.
BREAKAGES = [
    (ROUTING, 'grade = "E" }', 'grde = "E" }', 'row 1 "unusable", when.grde: there is no fact "grde"'),
    (ROUTING, 'grade = "E" }', 'grde = "E" }', 'did you mean "grade"?'),
    (ROUTING, 'grade = "E" }', 'grade = "F" }', 'when.grade: found "F"; expected one of A, B, C, D, E'),
    (ROUTING, 'grade = "E" }', "grade = [] }", "when.grade: the list is empty"),
    (ROUTING, 'grade = "E" }', 'policy = "eligable" }', 'did you mean "eligible"?'),
    (ROUTING, 'grade = "E" }', 'hygiene = "yes" }', 'when.hygiene: found "yes"; expected true or false'),
    (ROUTING, 'grade = "E" }', 'category = "No such" }', 'when.category: found "No such"'),
    (ROUTING, "{ at_most = 15.00 }", "{ at_lest = 1 }", 'there is no key "at_lest"'),
    (ROUTING, "{ at_most = 15.00 }", "{}", "when.value: no limit is given"),
    (ROUTING, "{ at_most = 15.00 }", "{ at_least = 9, at_most = 8.50 }", "nothing is from 9.00 to 8.50"),
    (ROUTING, "{ at_most = 15.00 }", "-4", "when.value: found -4; expected an amount from 0"),
    (ROUTING, 'open = ["restock"]', "open = []", "open: the list is empty"),
    (ROUTING, 'open = ["restock"]', "", "open: is missing"),
    (ROUTING, 'open = ["restock"]', 'open = ["restok"]', 'did you mean "restock"?'),
    (ROUTING, 'id = "all_others"', 'id = "all_others"\nwhen.grade = "A"', "the last row has conditions"),
    (ROUTING, 'when = { grade = "E" }\n', "", 'row 2 "hygiene_opened": it can never hit, row 1 "unusable"'),
    (
        ROUTING,
        'grade = "A" }\nopen = ["resale"]',
        'grade = "E" }\nopen = ["resale"]',
        "and decides otherwise",
    ),
    (ROUTING, 'when = { grade = "D" }', 'when = { grade = "A", cosmetic = "D" }', "exclude each other"),
    (
        ROUTING,
        'when = { grade = "D" }',
        'when = { grade = ["A", "E"] }',
        'row 11 "defective": it can never hit, row 1 "unusable", row 7 "as_new" take all of it',
    ),
    (
        ROUTING,
        'id = "all_others"',
        'id = "all_others"\nwhen.value = { at_most = 15.00 }',
        'the last row has conditions, and no row takes grade = "B", ',
    ),
    (ROUTING, 'id = "sealed"', 'id = "unusable"', '"unusable" is the id of row 1 "unusable" too'),
    (ROUTING, "\nversion = ", "\nversion = -", "version: found -"),
    (ROUTING, "[[row]]", "[[rows]]", 'there is no key "rows"'),
    (CONDITIONS, 'by = "cosmetic"', 'by = "cosmetics"', 'did you mean "cosmetic"?'),
    (
        CONDITIONS,
        'A = "C9"',
        'A = "C19"',
        'market 3 "seri_cosmetic", default.A: found "C19"; expected one of',
    ),
    (
        CONDITIONS,
        '[market.refurbished]\nA = "2500"',
        '[market.refurbished]\nF = "2500"',
        'there is no grade "F"',
    ),
    (PRICES, 'disposition = "resale"', 'disposition = "resail"', 'did you mean "resale"?'),
    (PRICES, 'disposition = "restock"', 'disposition = "resale"', "way: there is no way for restock"),
    (PRICES, "fee_percent = 15", "fee_percent = 115", 'way 3 "marketplace", fee_percent: found 115'),
    (PRICES, "{ A = 80,", "{ G = 80,", 'way 2 "outlet", price_percent.G: there is no grade "G"'),
    (PRICES, "freight = 18.00", "freight = -18.00", "freight: found -18.00; expected an amount from 0"),
    (PRICES, "freight = 18.00", 'freight = "18 EUR"', "18 alone: amounts are in the currency of the file"),
    (POLICY, "window_days = 14", "window_days = -1", 'row 2 "eu_distance", window_days: found -1'),
    (POLICY, "window_days = 14", 'window_days = "14"', 'window_days: found "14"'),
    (POLICY, '{ category = "beauty" }', '{ category = "Beauty" }', 'when.category: found "Beauty"'),
    (POLICY, '{ category = "beauty" }', '{ categroy = "beauty" }', 'there is no condition "categroy"'),
    (POLICY, '{ channel = "store" }', "{}", 'row 4 "electronics": it can never hit, row 3 "store" takes all'),
    (POLICY, "{ C = 25, D = 50, E = 80 }", "{ C = 125 }", "fee_percent.C: found 125"),
    (POLICY, 'currency = "ILS"', "", "fee_most: it is an amount in no currency"),
    (POLICY, "until = 2026-12-31", "until = 2026-10-31", 'holiday 1 "winter_2026", until: it ends before'),
    (POLICY, "invoice_required = true", "invoice_required = 1", "found 1; expected true or false"),
    (GENERAL, 'id = "general"', 'id = "General"', 'id: found "General"; expected a short name'),
    (GENERAL, 'id = "general"', 'id = "apparel"', "apparel.toml too"),
    (GENERAL, 'en = "Scratches", ', "", 'question 6 "damage", choice 2 "scratch", en: is missing'),
    (GENERAL, 'ru = "Повреждение"\n', 'ru = " "\n', 'slot 2 "damage", ru: found " "'),
    (GENERAL, 'cosmetic = "B"', 'cosmetics = "B"', 'there is no axis "cosmetics"'),
    (GENERAL, 'cosmetic = "B"', 'cosmetic = "Z"', 'caps.cosmetic: found "Z"'),
    (GENERAL, 'damage = ["none"', 'works = ["none"', 'when.works: "works" is this question: it would wait'),
    (GENERAL, 'damage = ["none"', 'damage = ["non"', 'when.damage: found "non"'),
    (GENERAL, 'id = "parts"', 'id = "used"', '"used" is the id of question 3 "used" too'),
    (GENERAL, 'id = "partly"', 'id = "yes"', '"yes" is the id of question 7 "works", choice 1 "yes" too'),
    (GENERAL, 'id = "contents"', 'id = "use"', '"use" is the id of slot 3 "use" too'),
    (GENERAL, 'proves = ["used"]', 'proves = ["usd"]', 'did you mean "used"?'),
    (GENERAL, "when = { used =", "when = { usd =", 'slot 3 "use", when.usd: there is no question "usd"'),
    (GENERAL, 'ru = "Нет, вскрыта" },', 'ru = "Нет, вскрыта", finish = true },', "it can never be asked"),
    (GENERAL, "required = false", 'required = "no"', 'required: found "no"; expected true or false'),
    (GENERAL, "[[question]]", "[[quesiton]]", "at least one [[question]]"),
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped configuration, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "config"))


def files(site: Path) -> RuleFiles:
    rules = site / "rules"
    others = (rules / f"{name}.toml" for name in ("prices", "conditions", "signals", "disposal", "sampling"))
    return RuleFiles(site / "checklists", site / POLICY, site / ROUTING, *others)


def complaint(site: Path) -> str:
    with pytest.raises(ConfigError) as refusal:
        load_rulebook(files(site))
    return str(refusal.value)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_shipped_is_right() -> None:
    settings, rulebook = load_station(SHIPPED / "station.toml")
    assert settings.station.id == "07"
    assert set(rulebook.checklists) == {"general", "electronics", "apparel"}


@pytest.mark.parametrize(("file", "old", "new", "said"), BREAKAGES)
def test_a_mistake_is_named(site: Path, file: str, old: str, new: str, said: str) -> None:
    replace(site / file, old, new)
    text = complaint(site)
    assert said in text
    assert str(site / file) in text


def test_the_whole_sentence(site: Path) -> None:
    replace(site / ROUTING, 'when = { grade = "E" }', 'when = { grade = "E", value = true }')
    line = (site / ROUTING).read_text(encoding="utf-8").splitlines().index('id = "unusable"') + 5
    assert complaint(site) == (
        f'{site / ROUTING}:{line}: row 1 "unusable", when.value: found true; '
        "expected an amount from 0 to 999999999.99, with at most 2 decimals, such as 12.50"
    )


def test_mistakes_of_all_files_come_together(site: Path) -> None:
    (site / "checklists" / "apparel.toml").write_bytes(b'id = "apparel"\ntitle = "\xff"')
    replace(site / GENERAL, 'id = "dent"', 'id = "Dent"')
    replace(site / POLICY, "[[terms]]", "[[terms]")
    (site / ROUTING).unlink()
    text = complaint(site)
    assert "apparel.toml:2: bytes that are not UTF-8" in text
    assert 'choice 3 "Dent", id: found "Dent"' in text
    assert 'slot 2 "damage", when.damage: found "dent"' in text
    assert "policy.toml:" in text
    assert "routing.toml: there is no such file" in text
    assert len(text.splitlines()) == 6, text


def test_a_mistake_in_a_row_accuses_no_other_row(site: Path) -> None:
    replace(site / ROUTING, 'when = { grade = "E" }', 'wehn = { grade = "E" }')
    lines = complaint(site).splitlines()
    assert len(lines) == 1
    assert 'did you mean "when"?' in lines[0]


def test_one_choice_is_none_and_ten_have_no_key(site: Path) -> None:
    path = site / GENERAL
    for count in (1, 10):
        choices = ", ".join(f'{{ id = "c{n}", en = "a", he = "b", ru = "c" }}' for n in range(count))
        texts = 'en = "a"\nhe = "b"\nru = "c"'
        path.write_text(
            f'id = "x"\nversion = 1\n[title]\n{texts}\n[[question]]\nid = "q"\n{texts}\nchoice = [{choices}]',
            encoding="utf-8",
        )
        assert f'question 1 "q", choice: found {count}; expected 2 to 9 choices' in complaint(site)


def test_a_folder_without_checklists(site: Path) -> None:
    shutil.rmtree(site / "checklists")
    assert "there is no checklist here" in complaint(site)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            "overhed",
            'slot 2 "damage", camera: found "overhed"; expected one of overhead; did you mean "overhead"?',
        ),
        ("ceiling", 'slot 2 "damage", camera: found "ceiling"; expected one of overhead'),
    ],
)
def test_a_slot_names_a_camera_that_the_station_has(site: Path, named: str, said: str) -> None:
    replace(site / GENERAL, 'id = "damage"\nen = "The', f'id = "damage"\ncamera = "{named}"\nen = "The')
    with pytest.raises(ConfigError) as refusal:
        load_station(site / "station.toml")
    assert said in str(refusal.value)


def test_settings_and_rules_are_checked_together(site: Path) -> None:
    replace(site / "station.toml", "port = 8000", "port = 80000")
    replace(site / POLICY, "version = 2", "version = 2.5")
    with pytest.raises(ConfigError) as refusal:
        load_station(site / "station.toml")
    assert [problem.key for problem in refusal.value.problems] == ["web.port", "version"]
