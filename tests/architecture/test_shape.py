"""The shape of the code: who may import whom, and how long things may get."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("station", "firmware_bridge", "web")
SOURCES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))
FILES = [p for p in SOURCES if p.stat().st_size]


def lines_in(path: Path) -> int:
    return len(path.read_text().splitlines())


def function_lengths() -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", _body_lines(node)


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_imports_follow_the_house() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_no_file_is_too_long() -> None:
    assert [f"{p.relative_to(ROOT)}: {lines_in(p)}" for p in FILES if lines_in(p) > 400] == []


def test_files_are_short_at_the_median() -> None:
    assert statistics.median(lines_in(p) for p in FILES) < 100


def test_no_function_is_too_long() -> None:
    assert [f"{name}: {length}" for name, length in function_lengths() if length > 50] == []


def test_functions_are_short_at_the_median() -> None:
    assert statistics.median(length for _, length in function_lengths()) < 8


@pytest.mark.parametrize("suffix", ["*.js", "*.css", "*.html"])
def test_no_page_part_is_too_long(suffix: str) -> None:
    parts = (ROOT / "web").rglob(suffix)
    assert [f"{p.relative_to(ROOT)}: {lines_in(p)}" for p in parts if lines_in(p) > 400] == []


def test_config_holds_no_code() -> None:
    assert list((ROOT / "config").rglob("*.py")) == []


def test_the_domain_needs_nothing_installed() -> None:
    """Import every module of the domain with no site-packages at all."""
    files = (ROOT / "station/domain").rglob("[!_]*.py")
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); " + "; ".join(f"import {m}" for m in modules)
    run = subprocess.run(
        [sys.executable, "-S", "-E", "-c", code], check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[project.scripts]")]
    entries = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert [line for line in entries if "#" not in line] == []
