"""Two connections of one station, and several stations, at one moment: nothing is lost, nothing is twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

from werkzeug.test import TestResponse

from tests.support.exchange import Central, Speaker, hash_of, photo


def together(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """Do all of it at one moment, each in a thread of its own."""
    ready = Barrier(len(acts))

    def act(do: Callable[[], TestResponse]) -> TestResponse:
        ready.wait(timeout=30)
        return do()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def beside(station: Speaker) -> Speaker:
    """Return the same station on another connection, with the same token."""
    return replace(station, http=station.central.app.test_client())


def test_one_batch_by_two_connections_is_taken_once(either: Central) -> None:
    station = either.opened()
    for round_ in range(3):
        station.write(20)
        first = 20 * round_ + 1
        answers = together(*[partial(beside(station).ship, first) for _ in range(3)])
        assert [answer.status_code for answer in answers] == [200] * 3
        assert {answer.json["size"] for answer in answers} == {first + 19}  # type: ignore[index]
    assert station.get("own?limit=500").json == station.texts
    with either.world.read() as uow:
        assert uow.stations.get("07").stopped is None  # type: ignore[union-attr]


def test_stations_do_not_wait_for_each_other_nor_mix(either: Central) -> None:
    stations = [either.opened(f"{number:02}") for number in range(4)]
    for station in stations:
        station.write(10)
    answers = together(*[station.ship for station in stations])
    assert [answer.status_code for answer in answers] == [200] * 4
    for station in stations:
        assert station.get("own?limit=99").json == station.texts


def test_one_photo_of_several_at_once_is_kept_once(either: Central) -> None:
    stations = [either.opened(f"{number:02}") for number in range(3)]
    acts = [partial(beside(station).put, photo()) for station in (*stations, *stations)]
    assert {answer.status_code for answer in together(*acts)} == {201}
    kept = list((either.folder / "photos").rglob("*.jpg"))
    assert [path.read_bytes() for path in kept] == [photo()]
    assert stations[0].post("photos", [hash_of(photo())]).json == {"have": [hash_of(photo())], "partly": {}}


def test_openings_at_once_leave_one_token(either: Central) -> None:
    station = either.enrolled()
    openings = [station.opening() for _ in range(4)]
    acts = [partial(beside(station).post, "open", body) for body in openings]
    answers = together(*acts)
    tokens = [answer.json["token"] for answer in answers if answer.status_code == 200]  # type: ignore[index]
    assert tokens and {answer.status_code for answer in answers} <= {200, 401}
    good = 0
    for token in tokens:
        station.token = token
        good += station.get("own").status_code == 200
    assert good == 1
