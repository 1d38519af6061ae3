"""Three photos of 400 KB into the vault, beside writing and syncing three files."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from station.adapters.vault import FileVault
from tests.bench.figures import goal, in_turns, show

ROUNDS = 100
SIZE = 400_000


def run(folder: Path) -> None:
    vault = FileVault(folder / "vault")
    plain = folder / "plain"
    plain.mkdir()
    numbers = count()

    def floor() -> None:
        for photo in _three():
            _write(plain / str(next(numbers)), photo)

    with ThreadPoolExecutor(3) as pool:
        series = in_turns(
            ROUNDS,
            floor=floor,
            one_by_one=lambda: [vault.put(photo) for photo in _three()],
            in_parallel=lambda: list(pool.map(vault.put, _three())),
        )
    show("Three photos of 400 KB", *series.values())
    for name in ("in_parallel", "one_by_one"):
        share = series["floor"].p50 / series[name].p50
        goal(f"share of write + fsync, {name} (p50)", share, least=0.75)


def _three() -> list[bytes]:
    return [os.urandom(64) * (SIZE // 64) for _ in range(3)]


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
