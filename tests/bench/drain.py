"""What waited at a station goes to central: photos of 100 KB and their records, over two links.

The floors are of the same run: as many photos by four direct PUTs into S3, and the link's own speed.
"""

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from obstore.store import S3Store

from station.adapters.central.client import HttpCentral
from station.adapters.central.line import Line
from station.app.run import started
from station.domain.sync.messages import BATCH, Batch, Receipt
from station.services.central.enrolling import invite
from station.services.starting import publish_rules
from station.services.syncing import enrolling
from station.services.syncing.rounds import Round
from station.services.syncing.rounds import run as go_a_round
from tests.bench.central_process import Served, served
from tests.bench.figures import goal, timed
from tests.support.shift import jpeg, work_shift
from tests.support.stations import make_rig
from tests.support.wires import Wire

INSPECTIONS, NARROW_INSPECTIONS, PHOTOS = 1_000, 200, 3
SIZE, STREAMS = 100_000, 4
BYTES_A_SECOND = 5_000_000
_numbers = itertools.count(1)


class _Watched(HttpCentral):
    """Counts how many photos went ahead of the records that name them."""

    ahead = most_ahead = 0
    _one = threading.Lock()

    def ship_photo(self, sha256: str, photo: bytes, from_byte: int = 0, upto: int = 0) -> None:
        super().ship_photo(sha256, photo, from_byte, upto)
        with self._one:
            self.ahead += 1
            self.most_ahead = max(self.most_ahead, self.ahead)

    def ship(self, batch: Batch) -> Receipt:
        receipt = super().ship(batch)
        self.ahead = 0
        return receipt


@dataclass
class _Narrow(Wire):
    """A link that carries so many bytes a second towards central, all lines together, and no more."""

    free: float = 0.0

    def _let_through(self, piece: bytes) -> bytes:
        with self._lock:
            self.free = max(time.monotonic(), self.free) + len(piece) / BYTES_A_SECOND
            wait = self.free - time.monotonic()
        time.sleep(max(0.0, wait))
        return piece


@contextlib.contextmanager
def _narrow(address: str) -> Iterator[Wire]:
    wire = _Narrow(("127.0.0.1", urlsplit(address).port or 80))
    thread = threading.Thread(target=wire.run)
    thread.start()
    try:
        yield wire
    finally:
        wire.close()
        thread.join()


def run(folder: Path) -> None:
    with served(folder) as central:
        into_s3 = _direct(central)
        print(f"\nA station that was away: photos of {SIZE // 1000} KB, {PHOTOS} an inspection")
        print(f"  S3 alone, {STREAMS} direct PUTs at once: {into_s3 / 1e6:.1f} MB/s")
        _drained(central, folder / "a", central.address, INSPECTIONS, into_s3, "loopback")
        with _narrow(central.address) as link:
            floor = min(into_s3, BYTES_A_SECOND)
            _drained(central, folder / "b", link.address, NARROW_INSPECTIONS, floor, "a narrow link")


def _direct(central: Served) -> float:
    """Return how many bytes a second S3 takes from four senders."""
    bucket = central.bucket
    plain = S3Store(
        bucket.name,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.access_key,
        secret_access_key=bucket.secret_key,
        client_options={"allow_http": True},
    )
    photos = [jpeg(int.from_bytes(os.urandom(7)), SIZE) for _ in range(600)]

    def put(photo: bytes) -> None:
        plain.put(f"plain/{os.urandom(16).hex()}", photo, use_multipart=False)

    with ThreadPoolExecutor(STREAMS) as pool:
        list(pool.map(put, photos[:50]))
        return 550 * SIZE / timed(lambda: list(pool.map(put, photos[50:]))) * 1000


def _drained(central: Served, folder: Path, address: str, items: int, floor: float, way: str) -> None:
    station = f"{10 + next(_numbers):02d}"
    rig = make_rig(folder, station=station)
    with started(rig.station.parts[:2]):
        client = _Watched(Line(address), station, rig.world.signer)
        publish_rules(rig.world)  # and have keys
        enrolling.ask(rig.world, client, invite(central.world, "bench", station))
        enrolling.begin(rig.world)
        work_shift(rig, items, PHOTOS, SIZE, lambda _, size: jpeg(int.from_bytes(os.urandom(7)), size))
        began, mine = time.perf_counter(), time.process_time()
        outcome = go_a_round(rig.world, Round(client), at_once=True)
        seconds, mine = time.perf_counter() - began, time.process_time() - mine
        client.close()
    assert outcome.shipped.photos == items * PHOTOS, outcome
    speed = items * PHOTOS * SIZE / seconds
    print(
        f"  {items} inspections over {way}: {seconds:.1f} s, {speed / 1e6:.1f} MB/s, "
        f"{mine / items * 1000:.1f} ms of the station's processor each"
    )
    goal(f"share of min(link, S3) over {way}", speed / floor, least=0.8)
    goal(f"photos ahead of their records over {way}", client.most_ahead, most=BATCH * PHOTOS)
