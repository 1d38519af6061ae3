"""docs/security.md names every class of fault and every line, and tests that there are."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLASSES = (
    "default-open routes",
    "photo access by id",
    "print or report skips the permission",
    "CSRF",
    "XSS fed by hardware",
    "SQL injection from a scan",
    "BadBarcode",
    "file name to shell or path",
    "upload field trickery, multipart denial of service",
    "pixel and zip bombs",
    "DNS rebinding on localhost",
    "forwarded-header bypass",
    "SSRF from webhooks and image URLs",
    "template injection",
    "session outlives logout",
    "PIN guessing",
    "timing leak",
    "CSV formulas in exports",
    "ZPL injection in labels",
    "list of people before sign-in",
)
LINES = """
    1.2.4 1.2.5 1.2.10 1.3.6 1.3.7 2.2.2 2.3.1 2.3.3 3.2.1 3.3.1 3.3.2 3.3.3 3.3.4 3.4.3 3.4.6 3.5.1 3.5.3
    4.1.3
    5.2.1 5.2.2 5.3.2 5.4.2 6.3.1 6.3.2 6.3.3 6.4.1 6.5.2 7.2.4 7.3.1 7.3.2 7.4.2 8.2.1 8.2.2 12.3.2 12.3.4
    13.3.1
    16.3.1 16.3.2 16.4.2 16.4.3 16.5.2 16.5.3
"""


def rows() -> dict[str, str]:
    """Return each row of the tables by its first cell."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return {line.strip("|").split("|")[0].strip(): line for line in lines}


@cache
def found_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_class_and_every_line_has_a_row() -> None:
    assert [name for name in (*CLASSES, *LINES.split()) if name not in rows()] == []


def test_every_row_names_tests_that_there_are() -> None:
    for name in (*CLASSES, *LINES.split()):
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", rows()[name])
        assert named, name
        assert [test for file, test in named if test not in found_in(file)] == [], name
