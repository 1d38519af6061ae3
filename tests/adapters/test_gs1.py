"""What scanned data says in GS1 terms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.gs1 import MAX_LENGTH, NOT_GS1, Gs1Facts, Problem, interpret

GS = "\x1d"
GTIN = "09501101530003"
WRONG = Gs1Facts(problem=Problem.WRONG_CHECK_DIGIT)
MALFORMED = Gs1Facts(problem=Problem.MALFORMED_GS1)
FULL = Gs1Facts(gtin=GTIN, serial="S1", lot="L7", expiry=date(2027, 2, 28))

MEANINGS = {
    "ean-13": ("9501101530003", None, Gs1Facts(gtin=GTIN)),
    "ean-13 with its identifier": ("9501101530003", "]E0", Gs1Facts(gtin=GTIN)),
    "identifier left in the data": ("]E09501101530003", None, Gs1Facts(gtin=GTIN)),
    "ean-13 with an add-on": ("950110153000351299", "]E3", Gs1Facts(gtin=GTIN)),
    "ean-8": ("96385074", None, Gs1Facts(gtin="00000096385074")),
    "upc-a": ("012345678905", None, Gs1Facts(gtin="00012345678905")),
    "gtin-14": ("19501101530000", None, Gs1Facts(gtin="19501101530000")),
    "line end": ("9501101530003\r\n", None, Gs1Facts(gtin=GTIN)),
    "wrong check digit": ("9501101530004", None, WRONG),
    "gs1-128": (f"01{GTIN}17270228" + f"10L7{GS}21S1", "]C1", FULL),
    "datamatrix": (f"{GS}01{GTIN}21S1{GS}10L7{GS}17270228", "]d2", FULL),
    "leading separator only": (f"{GS}01{GTIN}21S1{GS}10L7{GS}17270228", None, FULL),
    "no identifier at all": (f"01{GTIN}1727022810L7{GS}21S1", None, FULL),
    "printed without its FNC1": (f"01{GTIN}21S1", "]C0", Gs1Facts(gtin=GTIN, serial="S1")),
    "serial before item": (f"21S1{GS}01{GTIN}", None, Gs1Facts(gtin=GTIN, serial="S1")),
    "with parentheses": (f"(01){GTIN}(17)270228(10)L7(21)S1", None, FULL),
    "databar": (f"01{GTIN}", "]e0", Gs1Facts(gtin=GTIN)),
    "serial alone": ("21S1", "]C1", Gs1Facts(serial="S1")),
    "sscc": ("00106141412345678908", "]C1", Gs1Facts(sscc="106141412345678908")),
    "wrong item inside": (
        "010950110153000421S1",
        "]C1",
        Gs1Facts(serial="S1", problem=Problem.WRONG_CHECK_DIGIT),
    ),
    "day zero is the last": (f"01{GTIN}17270200", "]C1", Gs1Facts(gtin=GTIN, expiry=date(2027, 2, 28))),
    "no such day": (f"01{GTIN}17270230", "]C1", Gs1Facts(gtin=GTIN, problem=Problem.MALFORMED_GS1)),
    "no such month": (f"01{GTIN}17271399", "]C1", Gs1Facts(gtin=GTIN, problem=Problem.MALFORMED_GS1)),
    "item, then noise": (f"01{GTIN}{GS}68", "]C1", Gs1Facts(gtin=GTIN, problem=Problem.MALFORMED_GS1)),
    "wrong item, then noise": (f"0109501101530004{GS}68", "]C1", MALFORMED),
    "noise of a GS1 code": ("68", "]C1", MALFORMED),
    "noise after what may be no item": (f"01{GTIN}68", None, MALFORMED),
    "nothing after the identifier": ("", "]C1", NOT_GS1),
    "link": (f"https://id.gs1.org/01/{GTIN}/10/L7/21/S1?17=270228", "]Q1", FULL),
    "link of a brand": (
        f"https://x.example/shop/255/01/{GTIN}/21/S1",
        None,
        Gs1Facts(gtin=GTIN, serial="S1"),
    ),
    "short item in a link": ("http://x.example/01/012345678905", None, Gs1Facts(gtin="00012345678905")),
    "escaped serial": (f"https://id.gs1.org/01/{GTIN}/21/A%2FB", None, Gs1Facts(gtin=GTIN, serial="A/B")),
    "closing slash": (f"HTTPS://ID.GS1.ORG/01/{GTIN}/?utm=x#top", None, Gs1Facts(gtin=GTIN)),
    "query of a shop": (f"https://x.example/01/{GTIN}?20=campaign", None, Gs1Facts(gtin=GTIN)),
    "wrong item in a link": ("https://id.gs1.org/01/09501101530004", None, WRONG),
    "qualifier that is none": (f"https://id.gs1.org/01/{GTIN}/colour/red", None, MALFORMED),
    "other address": ("https://example.com/01/about", None, NOT_GS1),
    "broken address": ("http://[::1", None, NOT_GS1),
    "text": ("RMA-4711", None, NOT_GS1),
    "number of another length": ("12345", None, NOT_GS1),
    "digits of another script": ("٩٥٠١١٠١٥٣٠٠٠٣", None, NOT_GS1),
    "separators of another standard": ("[)>\x1e06\x1d12S0002\x1dP1337\x1e\x04", None, NOT_GS1),
    "empty": ("", None, NOT_GS1),
    "too long": ("1" * (MAX_LENGTH + 1), "]C1", NOT_GS1),
}


@pytest.mark.parametrize(("data", "aim", "meaning"), MEANINGS.values(), ids=MEANINGS.keys())
def test_meaning(data: str, aim: str | None, meaning: Gs1Facts) -> None:
    assert interpret(data, aim) == meaning


AIMS = st.sampled_from([None, "", "]", "]C1", "]d2", "]e0", "]Q3", "]E0", "]E3", "]C0", "]Y9"])
PIECES = (
    f"01 {GTIN} 17 270230 10 21 00 ( ) (01) https:// /01/ /21/ ? = %ff ]C1 ] [ 3103 8008 7007 ٣ ² \x00 {GS}"
)
NEARLY_GS1 = st.lists(st.sampled_from(PIECES.split(" ")), max_size=30).map("".join)


@given(data=st.one_of(st.text(max_size=MAX_LENGTH), NEARLY_GS1), aim=AIMS)
def test_no_input_raises_and_every_gtin_is_fourteen_digits(data: str, aim: str | None) -> None:
    facts = interpret(data, aim)
    assert facts.gtin is None or (len(facts.gtin) == 14 and facts.gtin.isascii() and facts.gtin.isdecimal())
