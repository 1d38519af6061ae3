"""Photos in the vault: whole, once, and under the hash of what they are."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.adapters.vault import FileVault
from station.domain.errors import DomainError, Reason
from tests.support.rooms import small_disk

PHOTO = b"\xff\xd8 a photo " * 1000
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    return FileVault(tmp_path / "photos")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    yield from small_disk(tmp_path, megabytes=1)


def files(vault_folder: Path) -> list[str]:
    return sorted(p.name for p in vault_folder.rglob("*") if p.is_file())


def test_a_photo_is_read_back_as_it_was(vault: FileVault) -> None:
    assert vault.put(PHOTO) == NAME
    assert vault.get(NAME) == PHOTO


def test_the_same_photo_is_kept_once(vault: FileVault, tmp_path: Path) -> None:
    vault.put(PHOTO)
    first = next((tmp_path / "photos").rglob("*.jpg")).stat()
    vault.put(PHOTO)
    assert files(tmp_path / "photos") == [f"{NAME}.jpg"]
    assert next((tmp_path / "photos").rglob("*.jpg")).stat().st_mtime_ns == first.st_mtime_ns


def test_many_at_once_leave_whole_photos_and_nothing_else(vault: FileVault, tmp_path: Path) -> None:
    photos = [bytes([n % 5]) * 50_000 for n in range(20)]
    threads = [threading.Thread(target=vault.put, args=(photo,)) for photo in photos]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {hashlib.sha256(photo).hexdigest() for photo in photos}
    assert files(tmp_path / "photos") == sorted(f"{name}.jpg" for name in names)
    assert all(hashlib.sha256(vault.get(name)).hexdigest() == name for name in names)


def test_a_photo_that_was_not_finished_does_not_count(vault: FileVault, tmp_path: Path) -> None:
    folder = tmp_path / "photos" / NAME[:2]
    folder.mkdir()
    (folder / f"{NAME}.1-1.part").write_bytes(PHOTO[:100])
    with pytest.raises(KeyError):
        vault.get(NAME)
    assert vault.put(PHOTO) == NAME
    assert vault.get(NAME) == PHOTO


@pytest.mark.parametrize("name", ["", "a" * 64, "../" * 20 + "etc/passwd", "A" * 63 + "/", "." * 64])
def test_what_is_not_here_is_a_key_error_and_never_a_path(vault: FileVault, name: str) -> None:
    with pytest.raises(KeyError):
        vault.get(name)


def test_a_full_disk_is_said_and_leaves_nothing_half(disk: Path) -> None:
    vault = FileVault(disk / "photos")
    large = os.urandom(2_000_000)
    with pytest.raises(DomainError) as refused:
        vault.put(large)
    assert refused.value.reason is Reason.DISK_FULL
    assert files(disk / "photos") == []
    assert vault.get(vault.put(PHOTO)) == PHOTO


def test_a_photo_stored_before_the_disk_was_full_stays(disk: Path) -> None:
    vault = FileVault(disk / "photos")
    vault.put(PHOTO)
    with pytest.raises(DomainError):
        vault.put(os.urandom(2_000_000))
    assert vault.get(NAME) == PHOTO
    assert vault.put(PHOTO) == NAME


WRITE = """
import resource, signal, sys
from pathlib import Path
from station.adapters.vault import FileVault
from station.domain.errors import DomainError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
vault = FileVault(Path(sys.argv[1]))
try:
    vault.put(b"x" * 10_000)
except DomainError as refused:
    print(refused.reason)
"""


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WRITE, tmp_path / "p"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == Reason.STORE_FAILED.value
    assert files(tmp_path / "p") == []


def test_a_folder_that_cannot_be_written_is_a_failing_store(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    vault = FileVault(tmp_path / "photos")
    (tmp_path / "photos" / NAME[:2]).write_text("a file stands where the folder should be")
    with pytest.raises(DomainError) as refused:
        vault.put(PHOTO)
    assert refused.value.reason is Reason.STORE_FAILED
    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno in (errno.ENOTDIR, errno.EEXIST)
