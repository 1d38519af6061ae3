"""Messages between the station and its camera process survive any chunking."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firmware_bridge.drivers.camera_settings import CameraSettings
from firmware_bridge.drivers.camera_wire import Inbox, Message, pack

messages = st.builds(
    Message, st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)), st.binary(max_size=50)
)


@given(st.lists(messages, max_size=5), st.integers(1, 40))
def test_any_chunking_gives_the_same_messages(sent: list[Message], size: int) -> None:
    stream = b"".join(pack(message.header, message.body) for message in sent)
    inbox = Inbox()
    pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert [message for piece in pieces for message in inbox.feed(piece)] == sent


def test_settings_travel_whole() -> None:
    settings = CameraSettings("/dev/video0", width=1280, simulated=True)
    assert CameraSettings.from_json(settings.to_json()) == settings
