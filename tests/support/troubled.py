"""A bad network before central: a small proxy that does to each request what a test says.

    with troubled(central.port, plan) as net:    # ``plan(asked)`` returns a Trouble for each request
        way = enrolled(rig, central, net.address)

Every request has a connection of its own towards central. What is late comes to central when nobody waits for
the answer any more, and after requests that were sent behind it.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto

_PATIENCE = 20.0


class Trouble(StrEnum):
    """What happens to a request."""

    NONE = auto()
    CUT_REQUEST = auto()  # half of it reaches central
    CUT_ANSWER = auto()  # half of the answer comes back
    LOSE_ANSWER = auto()  # central did it, and nobody hears of it
    TWICE = auto()  # one after the other; the second answer comes back
    TWICE_AT_ONCE = auto()  # by two connections; the first answer comes back
    LATE = auto()  # cut at once, and delivered after the next request


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its number from 1, its method and path, and all of its bytes."""

    number: int
    method: str
    path: str
    raw: bytes


Plan = Callable[[Asked], Trouble]


def fair(_: Asked) -> Trouble:
    return Trouble.NONE


@dataclass
class Net:
    """The proxy. ``speed`` lets so many bytes a second through, in all and either way; 0 lets all through."""

    port: int
    plan: Plan = fair
    speed: int = 0
    here: int = 0
    seen: list[tuple[str, Trouble]] = field(default_factory=list)
    _late: list[bytes] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ready: threading.Event = field(default_factory=threading.Event)
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.here}"

    def count(self, trouble: Trouble) -> int:
        return sum(one is trouble for _, one in self.seen)

    def run(self) -> None:
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._serve())

    def wait(self) -> None:
        assert self._ready.wait(_PATIENCE)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._done.set)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, limit=1 << 16)
        self.here = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._done.wait()
        server.close()
        await self._deliver_late()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _talk(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
            while True:
                raw = await self._request(near)
                method, path, _ = raw.split(b" ", 2)
                asked = Asked(len(self.seen) + 1, method.decode(), path.decode(), raw)
                trouble = self.plan(asked)
                self.seen.append((asked.path, trouble))
                answer = await self._through(asked, trouble)
                if trouble is not Trouble.LATE:
                    await self._deliver_late()
                await self._pace(len(answer))
                back.write(answer)
                await back.drain()
                if trouble is not Trouble.NONE:
                    break
        back.close()

    async def _request(self, near: asyncio.StreamReader) -> bytes:
        """Read one request to its end, no faster than the line is."""
        head = await near.readuntil(b"\r\n\r\n")
        body, left = [], _length(head)
        while left:
            piece = await near.read(min(left, 1 << 14))
            if not piece:
                raise EOFError
            await self._pace(len(piece))
            body.append(piece)
            left -= len(piece)
        return head + b"".join(body)

    async def _pace(self, size: int) -> None:
        if self.speed:
            await asyncio.sleep(size / self.speed)

    async def _through(self, asked: Asked, trouble: Trouble) -> bytes:
        """Give a request to central as its trouble is, and return what the station gets to see."""
        if trouble is Trouble.LATE:
            self._late.append(asked.raw)
            return b""
        if trouble is Trouble.CUT_REQUEST:
            await self._ask(asked.raw[: len(asked.raw) // 2], whole=False)
            return b""
        if trouble is Trouble.TWICE_AT_ONCE:
            return (await asyncio.gather(self._ask(asked.raw), self._ask(asked.raw)))[0]
        answer = await self._ask(asked.raw)
        if trouble is Trouble.TWICE:
            return await self._ask(asked.raw)
        if trouble is Trouble.LOSE_ANSWER:
            return b""
        return answer[: len(answer) // 2] if trouble is Trouble.CUT_ANSWER else answer

    async def _deliver_late(self) -> None:
        late, self._late = self._late, []
        for raw in reversed(late):
            with contextlib.suppress(OSError, EOFError):
                await self._ask(raw)

    async def _ask(self, raw: bytes, whole: bool = True) -> bytes:
        near, out = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            out.write(raw)
            await out.drain()
            if not whole:
                return b""
            head = await near.readuntil(b"\r\n\r\n")
            return head + await near.readexactly(_length(head))
        finally:
            out.close()


def _length(head: bytes) -> int:
    """Return how many bytes follow; both sides say it in each of their messages."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


@contextlib.contextmanager
def troubled(port: int, plan: Plan = fair, speed: int = 0) -> Iterator[Net]:
    net = Net(port, plan, speed)
    thread = threading.Thread(target=net.run, name="troubled")
    thread.start()
    net.wait()
    try:
        yield net
    finally:
        net.close()
        thread.join()
