"""Photos of 400 KB from four senders at once: through central into S3, beside S3 alone."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import local

from station.adapters.central.client import HttpCentral
from station.adapters.central.s3 import S3Vault
from station.app.demo.measured import beside_the_vault
from tests.bench.central_process import Served, served
from tests.bench.figures import goal, in_turns, show
from tests.support.shift import jpeg

ROUNDS = 20
STREAMS, EACH = 4, 8
SIZE = 400_000


def run(folder: Path) -> None:
    with served(folder) as central:
        _measure(central)


def _measure(central: Served) -> None:
    bucket = central.bucket
    plain = beside_the_vault(bucket)
    vault = S3Vault(replace(bucket, prefix="vault/"))
    clients = [central.enrolled(f"{number:02d}")[0] for number in range(1, STREAMS + 1)]
    mine = local()

    def begin() -> None:
        mine.client = clients.pop()

    def relayed(photo: bytes) -> None:
        client: HttpCentral = mine.client
        client.ship_photo(sha256(photo).hexdigest(), photo)

    def direct(photo: bytes) -> None:
        plain.put(f"plain/{os.urandom(16).hex()}", photo, use_multipart=False)

    with ThreadPoolExecutor(STREAMS, initializer=begin) as pool:

        def all_of(send: Callable[[bytes], object]) -> Callable[[], object]:
            return lambda: list(pool.map(send, _photos()))

        series = in_turns(ROUNDS, floor=all_of(direct), vault=all_of(vault.put), relay=all_of(relayed))
    show(f"{STREAMS * EACH} photos of 400 KB by {STREAMS} senders", *series.values())
    megabytes = STREAMS * EACH * SIZE / 1e6
    print("  " + ", ".join(f"{name} {megabytes / each.p50 * 1000:.0f} MB/s" for name, each in series.items()))
    for name in ("vault", "relay"):
        goal(f"share of direct PUTs, {name} (p50)", series["floor"].p50 / series[name].p50, least=0.8)


def _photos() -> list[bytes]:
    """Return photos that nobody has yet."""
    return [jpeg(int.from_bytes(os.urandom(7)), SIZE) for _ in range(STREAMS * EACH)]
