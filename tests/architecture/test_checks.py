"""Linter, formatter and strict types, as ``make check`` runs them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["ruff check .", "ruff format --check .", "mypy"])
def test_the_code_is_as_strict_as_it_says(command: str) -> None:
    name, *rest = command.split()
    program = Path(sys.executable).parent / name
    run = subprocess.run([str(program), *rest], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
