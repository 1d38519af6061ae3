"""Starting in order, stopping in reverse, one station at a time on a folder."""

import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.app.folder import DataFolder, FolderInUse
from station.app.run import started


@dataclass
class Part:
    name: str
    log: list[str]
    fails_at: str = ""

    def start(self) -> None:
        self._do("start")

    def stop(self) -> None:
        self._do("stop")

    def _do(self, what: str) -> None:
        self.log.append(f"{what} {self.name}")
        if self.fails_at == what:
            raise RuntimeError(f"{self.name} did not {what}")


def parts(log: list[str], **fails: str) -> list[Part]:
    return [Part(name, log, fails.get(name, "")) for name in "abc"]


def test_parts_start_in_order_and_stop_in_reverse() -> None:
    log: list[str] = []
    with started(parts(log)):
        log.append("work")
    assert log == ["start a", "start b", "start c", "work", "stop c", "stop b", "stop a"]


def test_what_was_started_is_stopped_when_a_later_part_fails() -> None:
    log: list[str] = []
    with pytest.raises(RuntimeError, match="b did not start"), started(parts(log, b="start")):
        pass
    assert log == ["start a", "start b", "stop a"]


def test_a_part_that_fails_to_stop_does_not_keep_the_others_running() -> None:
    log: list[str] = []
    with pytest.raises(RuntimeError, match="c did not stop"), started(parts(log, c="stop")):
        pass
    assert log[-3:] == ["stop c", "stop b", "stop a"]


def test_everything_is_stopped_after_an_exception_at_work() -> None:
    log: list[str] = []
    with pytest.raises(KeyboardInterrupt), started(parts(log)):
        raise KeyboardInterrupt
    assert log[-3:] == ["stop c", "stop b", "stop a"]


# The data folder -----------------------------------------------------------------------------------


def test_a_folder_in_use_is_refused_with_the_process_that_has_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from station.app.folder import DataFolder\n"
        "DataFolder(Path(sys.argv[1])).start(); print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(FolderInUse, match=rf"in use by process {other.pid}\b"):
            DataFolder(tmp_path).start()
        other.kill()
    folder = DataFolder(tmp_path)  # the lock of a killed process is gone with it
    folder.start()
    assert (tmp_path / "station.lock").read_text() == str(os.getpid())
    folder.stop()


def test_a_folder_can_be_used_again_after_it_was_left(tmp_path: Path) -> None:
    for _ in range(2):
        folder = DataFolder(tmp_path / "new" / "folder")
        folder.start()
        folder.stop()


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    key = folder.secret_key()
    assert len(key) == 32
    assert DataFolder(tmp_path).secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_key_that_was_cut_short_is_never_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "secret.part").write_bytes(b"")
    assert len(DataFolder(tmp_path).secret_key()) == 32
