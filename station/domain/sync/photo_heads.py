"""Whether bytes are a photo, by what stands at their beginning: nothing is unpacked.

JPEG by ITU-T T.81, B.1 and B.2.2; PNG by ISO/IEC 15948, 5.2 and 11.2.2.
"""

PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_IHDR = b"\x00\x00\x00\rIHDR"
# Frames: SOF0 to SOF15 but for the tables that have their numbers among them.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# A JPEG may carry colour profiles and thumbnails before its frame, not endlessly many.
MOST_SEGMENTS = 256


def is_photo(data: bytes) -> bool:
    """Tell whether these bytes begin as a JPEG or PNG that has a width and a height."""
    start = data[:33]
    if start.startswith(PNG):
        return start[8:16] == _IHDR and _sized(start[16:20]) and _sized(start[20:24])
    return start.startswith(_JPEG) and _has_frame(data)


def _sized(four: bytes) -> bool:
    return len(four) == 4 and 0 < int.from_bytes(four) < 1 << 31


def _has_frame(data: bytes) -> bool:
    """Walk the segments of a JPEG up to its frame, which has a height and a width, and scans after it."""
    place = 2
    for _ in range(MOST_SEGMENTS):
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        head = data[place : place + 9]
        if len(head) < 9 or head[0] != 0xFF:
            return False
        if head[1] in _FRAMES:
            height, width = int.from_bytes(head[5:7]), int.from_bytes(head[7:9])
            return height > 0 and width > 0
        place += 2 if head[1] in _ALONE else 2 + max(2, int.from_bytes(head[2:4]))
    return False
