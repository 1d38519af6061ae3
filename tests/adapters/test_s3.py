"""Photos in a real bucket: whole, once, under the hash of what they are, and never other bytes than those."""

import hashlib
import http.client
import http.server
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from obstore.store import S3Store

from station.adapters.central.s3 import Bucket, S3Vault, WrongBytes
from station.domain.errors import DomainError, Reason
from tests.support.s3 import fresh_bucket, own_store

PHOTO = b"\xff\xd8 a photo " * 1000
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with fresh_bucket() as bucket:
        yield bucket


@pytest.fixture
def vault(bucket: Bucket) -> S3Vault:
    return S3Vault(bucket)


@pytest.fixture
def behind(bucket: Bucket) -> S3Store:
    """The same bucket for somebody who does as he likes in it."""
    return S3Store(
        bucket.name,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.access_key,
        secret_access_key=bucket.secret_key,
        prefix=bucket.prefix,
        client_options={"allow_http": True},
    )


def test_a_photo_is_read_back_as_it_was_and_kept_once(vault: S3Vault, behind: S3Store) -> None:
    assert vault.put(PHOTO) == NAME
    assert vault.get(NAME) == PHOTO
    first = behind.head(NAME)
    assert vault.put(PHOTO) == NAME
    assert behind.head(NAME)["last_modified"] == first["last_modified"]


def test_a_removed_photo_is_gone_and_stays_gone(vault: S3Vault) -> None:
    vault.put(PHOTO)
    for _ in range(2):
        vault.remove(NAME)
    with pytest.raises(KeyError):
        vault.get(NAME)


@pytest.mark.parametrize("name", ["", "a" * 64, "../" * 20 + "etc/passwd", "A" * 63 + "/", "א" * 64])
def test_what_is_not_here_is_a_key_error_and_never_a_path(vault: S3Vault, name: str) -> None:
    with pytest.raises(KeyError):
        vault.get(name)


def test_many_at_once_are_all_kept_whole(vault: S3Vault) -> None:
    photos = [os.urandom(100_000) for _ in range(12)] * 2
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(vault.put, photos))
    assert names == [hashlib.sha256(photo).hexdigest() for photo in photos]
    assert [vault.get(name) for name in names] == photos


@pytest.mark.parametrize("wrong", [b"", PHOTO[:-1], PHOTO[:-1] + b"!"])
def test_wrong_bytes_are_never_handed_on_and_the_right_ones_take_their_place(
    vault: S3Vault, behind: S3Store, wrong: bytes
) -> None:
    behind.put(NAME, wrong)
    with pytest.raises(WrongBytes) as refused:
        vault.get(NAME)
    assert refused.value.reason is Reason.STORE_FAILED
    assert NAME in str(refused.value)
    assert vault.put(PHOTO) == NAME
    assert vault.get(NAME) == PHOTO


def test_a_store_that_refuses_is_a_failing_store(bucket: Bucket) -> None:
    for wrong in (replace(bucket, secret_key="not the key"), replace(bucket, access_key="nobody")):
        for ask in (lambda vault: vault.put(PHOTO), lambda vault: vault.remove(NAME)):
            with pytest.raises(DomainError) as refused:
                ask(S3Vault(wrong))
            assert refused.value.reason is Reason.STORE_FAILED
        with pytest.raises(DomainError):
            S3Vault(wrong).get(NAME)


def test_a_store_that_does_not_answer_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        bucket = Bucket(
            "photos", f"http://127.0.0.1:{silent.getsockname()[1]}", access_key="k", secret_key="s"
        )
        with pytest.raises(DomainError) as refused:
            S3Vault(bucket, patience=timedelta(seconds=0.2)).put(PHOTO)
    assert refused.value.reason is Reason.STORE_FAILED


class Changing(http.server.BaseHTTPRequestHandler):
    """A wire to the store on which the last byte of every photo is lost and replaced."""

    def do_PUT(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        wire = http.client.HTTPConnection(self.server.behind)  # type: ignore[attr-defined]
        wire.request("PUT", self.path, sent[:-1] + b"?", dict(self.headers))
        answer = wire.getresponse()
        said = answer.read()
        wire.close()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None: ...


def test_bytes_that_change_on_their_way_are_refused_by_the_store(bucket: Bucket, vault: S3Vault) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Changing) as wire:
        wire.behind = bucket.endpoint.removeprefix("http://")  # type: ignore[attr-defined]
        serving = threading.Thread(target=wire.serve_forever)
        serving.start()
        try:
            through = replace(bucket, endpoint=f"http://127.0.0.1:{wire.server_port}")
            with pytest.raises(DomainError) as refused:
                S3Vault(through).put(PHOTO)
        finally:
            wire.shutdown()
            serving.join()
    assert refused.value.reason is Reason.STORE_FAILED
    with pytest.raises(KeyError):
        vault.get(NAME)


def test_a_store_that_dies_in_the_middle_keeps_what_it_said_it_keeps() -> None:
    with own_store() as store:
        vault = S3Vault(store.bucket)
        said: list[str] = []
        stopped = threading.Event()

        def fill() -> None:
            while not stopped.is_set():
                try:
                    said.append(vault.put(os.urandom(50_000)))
                except DomainError as refused:
                    assert refused.reason is Reason.STORE_FAILED
                    stopped.set()

        filling = threading.Thread(target=fill)
        filling.start()
        while len(said) < 5 and filling.is_alive():
            stopped.wait(0.01)
        store.kill()
        filling.join()
        store.start()
        assert len(said) >= 5
        assert [hashlib.sha256(vault.get(name)).hexdigest() for name in said] == said
