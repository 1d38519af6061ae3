"""Files and texts to plain tables. What cannot be read at all is one problem."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from station.adapters.config.problems import Problems
from station.domain.drafting import DEEPEST
from station.domain.phrases import phrase
from station.domain.problems import Problem

_BYTE_ORDER_MARK = "\ufeff"
# TOML promises whole numbers of 64 bits with their sign.
_BITS = 63
_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")


def file_text(path: Path, problems: Problems) -> str | None:
    """Return the text of a UTF-8 file without its byte order mark; None, and a problem, if it has none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        found, expected = phrase("bytes that are not UTF-8"), phrase("text saved as UTF-8")
        problems.add(Problem(str(path), "", found, expected, line=line))
    except OSError as error:
        problems.add(_unread(path, error))
    return None


def file_bytes(path: Path, problems: Problems) -> bytes | None:
    """Return the bytes of a file; None, and a problem, if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        problems.add(_unread(path, error))
    return None


def _unread(path: Path, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(str(path), "", phrase("there is no such file"), phrase("a file here"))
    found = phrase("cannot be read (%(message)s)", message=str(error.strerror))
    return Problem(str(path), "", found, phrase("a readable file"))


def toml_table(text: str, name: str, problems: Problems) -> dict[str, object] | None:
    """Return what a TOML text says, decimals as Decimal; None, and a problem, if it is not TOML.

    Nor is one whose tables lie too deep in each other, or whose whole numbers need more than 64 bits.
    """
    try:
        table = tomllib.loads(text.removeprefix(_BYTE_ORDER_MARK), parse_float=_decimal)
        _check_size(table)
    except tomllib.TOMLDecodeError as error:
        problems.add(_syntax_problem(name, text, str(error)))
    except RecursionError:
        problems.add(_oversized(name, "tables or lists lie too deep in each other"))
    except ValueError:
        problems.add(_oversized(name, "a whole number has too many digits"))
    else:
        return table
    return None


def _check_size(value: object, depth: int = 0) -> None:
    """Raise RecursionError or ValueError for what nothing behind here could keep or write."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise ValueError
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        _check_size(each, depth + 1)


def _oversized(name: str, message: str) -> Problem:
    found = phrase("the syntax is wrong: %(message)s", message=message)
    return Problem(name, "", found, phrase("valid TOML"))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # more digits in the exponent than any number needs
        return Decimal("Infinity")


def _syntax_problem(name: str, text: str, message: str) -> Problem:
    line = _AT_LINE.search(message)
    said_so = _AT_LINE.sub("", message).replace(" (at end of document)", "")
    number = int(line[1]) if line else text.count("\n") + 1
    found = phrase("the syntax is wrong: %(message)s", message=said_so)
    return Problem(name, "", found, phrase("valid TOML"), line=number)
