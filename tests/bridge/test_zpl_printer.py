"""The simulated label printer: the same label however the bytes come, and no bytes that break it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_bridge.sim.zpl_printer import Fault, ZplPrinter, unpacked

# Eight rows of eight dots, from the description of the run lengths in the programming guide.
CROSS = b"^XA^PW16^LL10^LH0,0^FO4,1^GFA,8,8,1,8142241818244281^FS^PQ2^XZ\r\n"


def test_the_run_lengths_of_the_guide() -> None:
    assert unpacked("MB,", 4, 1)[0].sum() == 3 * 7  # seven times B, the rest of the row white
    assert np.array_equal(unpacked("vMB,", 200, 1)[0, : 327 * 4], unpacked("B" * 400, 200, 1)[0, : 327 * 4])
    assert unpacked("!:,", 2, 3).tolist() == [[True] * 16, [True] * 16, [False] * 16]


@given(cuts=st.lists(st.integers(1, len(CROSS) - 1), max_size=20))
def test_a_label_is_the_same_in_whatever_pieces_it_comes(cuts: list[int]) -> None:
    printer, whole = ZplPrinter(), ZplPrinter()
    whole.feed(CROSS)
    edges = [0, *sorted(set(cuts)), len(CROSS)]
    for start, end in pairwise(edges):
        printer.feed(CROSS[start:end])
    assert len(printer.printed) == 2 and printer.unknown == []
    assert np.array_equal(printer.printed[0], whole.printed[0])
    assert printer.printed[0][1:9, 4:12].sum() == 16 == printer.printed[0].sum()


@given(data=st.binary(max_size=400))
@settings(max_examples=200)
def test_no_bytes_break_it(data: bytes) -> None:
    ZplPrinter().feed(data + b"^XA\n")


@given(
    text=st.lists(
        st.tuples(
            st.sampled_from(["XA", "PW", "LL", "FO", "GFA", "PQ", "XZ", "JX", "SD"]),
            st.text("0123456789,AGz!:-", max_size=12),
        ),
        max_size=12,
    )
)
@settings(max_examples=200)
def test_no_numbers_break_it(text: list[tuple[str, str]]) -> None:
    printer = ZplPrinter()
    printer.feed("".join(f"^{name}{rest}" for name, rest in text).encode() + b"\n")
    assert printer.feed(b"~HS\r\n").count(b"\x02") == 3


def test_what_was_cut_does_not_get_into_the_next_label() -> None:
    printer = ZplPrinter()
    printer.feed(CROSS[:40])
    printer.feed(b"~JX" + CROSS)
    assert [dots.sum() for dots in printer.printed] == [16, 16]


@pytest.mark.parametrize("fault", Fault)
def test_a_label_waits_inside_while_there_is_a_fault(fault: Fault) -> None:
    printer = ZplPrinter()
    printer.set(fault, True)
    printer.feed(CROSS)
    assert printer.printed == []
    assert b",002,0,0,0,000," in printer.feed(b"~HS")
    printer.set(fault, False)
    assert len(printer.printed) == 2


def test_without_power_what_was_inside_is_gone() -> None:
    printer = ZplPrinter()
    printer.set(Fault.PAUSED, True)
    printer.feed(CROSS)
    printer.power_off()
    printer.set(Fault.PAUSED, False)
    assert printer.printed == []
