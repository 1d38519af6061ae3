"""Commands go out one after the other, and none is waited for without end."""

from __future__ import annotations

from firmware_bridge.decode.commands import MOST_WAITING, Command, CommandQueue
from firmware_bridge.decode.dialect import Note, Said, Send

ASK = Command(b"?", "question", patience=1.0)
BEEP = Command(b"b", "beep", pause=0.2)


def sent(said: list[Said] | object) -> bytes:
    assert isinstance(said, list)
    return b"".join(each.data for each in said if isinstance(each, Send))


def test_the_next_command_waits_for_the_answer() -> None:
    queue = CommandQueue()
    assert sent(queue.ask((ASK, BEEP), 0.0)) == b"?"
    assert queue.send(0.5) == []
    assert queue.due == 1.0
    queue.answered(0.6)
    assert sent(queue.send(0.6)) == b"b"
    assert queue.due is None


def test_an_answer_that_never_comes_is_given_up() -> None:
    queue = CommandQueue()
    queue.ask((ASK, BEEP), 0.0)
    assert queue.expired(0.9) is None
    assert queue.expired(1.0) is ASK
    assert sent(queue.send(1.0)) == b"b"


def test_beeps_are_heard_apart() -> None:
    queue = CommandQueue()
    assert sent(queue.ask((BEEP, BEEP), 0.0)) == b"b"
    assert queue.due == 0.2
    assert queue.send(0.1) == []
    assert sent(queue.send(0.2)) == b"b"


def test_a_scanner_that_is_behind_gets_no_more_commands() -> None:
    queue = CommandQueue()
    for _ in range(100):
        queue.ask((ASK,), 0.0)
    said = queue.ask((BEEP,), 0.0)
    assert said == [Note("not sent, the scanner is behind: beep")]
    assert len(queue._waiting) == MOST_WAITING
