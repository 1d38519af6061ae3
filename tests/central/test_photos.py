"""Photos arrive whole or in parts, and count only when they are what they were named."""

import pytest

from station.domain.errors import DomainError, Reason
from station.domain.sync.limits import LARGEST_PHOTO
from station.services.central.refusing import exchange_of
from tests.support.exchange import PHOTO, Central, hash_of, photo, reason

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (64).to_bytes(4) * 2 + b"\x08\x00\x00\x00\x00"


def held(station: object, *named: str) -> tuple[list[str], dict[str, int]]:
    answer = station.post("photos", list(named)).json  # type: ignore[attr-defined]
    return answer["have"], answer["partly"]


def test_a_photo_comes_in_parts_and_goes_on_after_a_cut(either: Central) -> None:
    station, data = either.opened(), photo(1)
    name = hash_of(data)
    assert station.part(data, 0, 50).status_code == 202
    assert held(station, name) == ([], {name: 50})
    again = station.part(data, 0, 40)
    assert reason(again) == (409, "gap") and again.json and again.json["size"] == 50
    assert station.part(data, 50, 120).status_code == 202
    assert station.part(data, 120, len(data)).status_code == 201
    assert held(station, name) == ([name], {})
    assert station.part(data, 10, 20).status_code == 201, "what is here is asked for no more"
    assert not list((either.folder / "spool").rglob("*.part"))
    assert station.get(f"photos/{name}").data == data


def test_a_photo_of_two_stations_is_kept_once(either: Central) -> None:
    one, two = either.opened("07"), either.opened("08")
    assert one.part(photo(), 0, 20).status_code == two.part(photo(), 0, 30).status_code == 202
    assert one.part(photo(), 20, len(PHOTO) + 8).status_code == 201
    assert held(two, hash_of(photo())) == ([], {hash_of(photo()): 30})
    assert two.part(photo(), 30, len(PHOTO) + 8).status_code == 201
    assert held(two, hash_of(photo())) == ([hash_of(photo())], {})
    assert len(list((either.folder / "photos").rglob("*.jpg"))) == 1


def test_bytes_with_another_hash_are_thrown_away(central: Central) -> None:
    station, named = central.opened(), hash_of(photo(1))
    assert reason(station.put(photo(2), named)) == (422, "wrong_bytes")
    assert station.part(photo(2), 0, 50, named).status_code == 202
    assert reason(station.part(photo(2), 50, len(photo(2)), named)) == (422, "wrong_bytes")
    assert held(station, named) == ([], {})
    assert station.put(photo(1), named).status_code == 201
    assert not (central.folder / "spool").exists() or not list((central.folder / "spool").rglob("*.part"))


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"<svg onload=alert(1)>",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\xff\xff" + b"\x00" * 20,
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 1000,
        PHOTO.replace(b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01", b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x00"),
        b"\x89PNG\r\n\x1a\n",
        PNG.replace((64).to_bytes(4), (0).to_bytes(4)),
        b"GIF89a" + b"\x00" * 50,
        b"PK\x03\x04" + b"\x00" * 50,
    ],
)
def test_what_is_no_photo_is_refused(shared: Central, data: bytes) -> None:
    station = shared.fresh()
    assert reason(station.put(data)) == (422, "not_a_photo")
    assert held(station, hash_of(data)) == ([], {})
    assert list((shared.folder / "photos").rglob("*.*")) == []


def test_jpeg_and_png_are_photos(central: Central) -> None:
    station = central.opened()
    for data in (PNG, PHOTO, b"\xff\xd8\xff\xfe\x00\x04ab\xff" + PHOTO[2:]):
        assert station.put(data).status_code == 201


@pytest.mark.parametrize(
    "named",
    ["..%2F..%2Fetc%2Fpasswd", "x", "A" * 64, "0" * 63, "0" * 65, "%00" * 64, "../../secret.key", "٠" * 64],
)
def test_no_name_of_a_photo_is_a_path(shared: Central, named: str) -> None:
    station = shared.fresh()
    for answer in (station.put(photo(), named), station.get(f"photos/{named}")):
        assert answer.status_code in (404, 405, 422, 401)
    assert station.post("photos", [named, "a/b"]).json == {"have": [], "partly": {}}
    assert list((shared.folder / "photos").rglob("*.*")) == []


RANGES = [
    "bytes 0-9/5",
    "bytes 5-1/9",
    "bytes */9",
    "bytes 0-99999999999999/9",
    "items 0-1/2",
    "bytes 0-1/2, 3-4/5",
]


@pytest.mark.parametrize("where", RANGES)
def test_a_range_that_cannot_be_is_refused(shared: Central, where: str) -> None:
    refused = shared.fresh().put(b"xx", hash_of(photo()), **{"Content-Range": where})
    assert reason(refused) == (422, "wrong_bytes")


def test_sizes_are_bounded(shared: Central) -> None:
    station, named = shared.fresh(), hash_of(photo())
    huge = f"bytes 0-1/{LARGEST_PHOTO + 1}"
    assert reason(station.put(b"xx", named, **{"Content-Range": huge})) == (413, "too_large")
    assert reason(station.put(b"", named)) == (413, "too_large")
    known, length = {"Authorization": f"Bearer {station.token}"}, {"CONTENT_LENGTH": str(LARGEST_PHOTO * 9)}
    answer = station.http.put(f"/sync/v1/photos/{named}", data=b"x", headers=known, environ_overrides=length)
    assert reason(answer) == (413, "too_large")


def test_whoever_begins_many_photos_loses_the_first(shared: Central) -> None:
    station, data = shared.fresh(), [photo(n) for n in range(70)]
    for each in data:
        assert station.part(each, 0, 10).status_code == 202
    assert len(held(station, *map(hash_of, data))[1]) == 64


def test_a_photo_is_given_back_to_whoever_has_it_alone(central: Central) -> None:
    one, two = central.opened("07"), central.opened("08")
    one.put(photo())
    assert one.get(f"photos/{hash_of(photo())}").status_code == 200
    assert reason(two.get(f"photos/{hash_of(photo())}")) == (422, "wrong_bytes")


def test_a_disk_that_is_full_is_told_and_asked_again(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = central.opened()

    def full(data: bytes, known: str) -> str:
        raise DomainError(Reason.DISK_FULL)

    with monkeypatch.context() as broken:
        broken.setattr(central.world.vault, "put", full)
        answer = station.put(photo())
        assert reason(answer) == (503, "store_failed") and int(answer.headers["Retry-After"]) > 0
        assert held(station, hash_of(photo())) == ([], {})
    assert station.put(photo()).status_code == 201


def test_a_photo_that_was_whole_when_central_ended_is_kept_at_the_next_word_of_it(either: Central) -> None:
    station, data = either.opened(), photo()
    exchange_of(either.world).spool.add("07", hash_of(data), 0, [data])
    assert held(station, hash_of(data)) == ([], {hash_of(data): len(data)})
    assert station.part(data, len(data) - 1, len(data)).status_code == 201
    assert held(station, hash_of(data)) == ([hash_of(data)], {})
    assert not list((either.folder / "spool").rglob("*.part"))
