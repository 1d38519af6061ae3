"""The READ-ME of a pack: what it is, and how a stranger checks it, in plain words with commands to copy."""

from collections.abc import Mapping, Sequence
from textwrap import fill

from station.domain.proof import by_hand
from station.domain.proof.by_hand import FENCE
from station.domain.proof.printed import ReadMe
from station.domain.proof.signed_note import VerifierKey, read_note
from station.ports import Words

# Characters in a line: plain text is read in windows of every width.
WIDTH = 96
# Under which paragraph which commands stand.
_COMMANDS: Mapping[ReadMe, str] = {
    ReadMe.SUMS: by_hand.SUMS,
    ReadMe.SIGNED: by_hand.SEAL,
    ReadMe.CHECKPOINT: by_hand.CHECKPOINT,
    ReadMe.JOURNAL: by_hand.JOURNAL,
    ReadMe.NOTES: by_hand.NOTES,
    ReadMe.KEY: by_hand.KEY,
}


def read_me(words: Words, checkpoint: bytes, key: VerifierKey, signing: Sequence[VerifierKey]) -> str:
    """Write the READ-ME; ``key`` is the one of those signing whose signatures the commands check."""
    lines = {ReadMe.SIGNED: 1 + signing.index(key), ReadMe.CHECKPOINT: _line_of(checkpoint, key)}
    parts = [_part(words, paragraph, lines.get(paragraph, 1), key) for paragraph in ReadMe]
    return "\n\n".join(parts) + "\n"


def chosen(checkpoint: bytes, signing: Sequence[VerifierKey]) -> VerifierKey:
    """Choose the key that a pack comes with: one that signed its checkpoint, the present one if it did."""
    return next((key for key in signing if _names(checkpoint, key)), signing[0])


def _part(words: Words, paragraph: ReadMe, line: int, key: VerifierKey) -> str:
    text = fill(words.word(paragraph), WIDTH, break_on_hyphens=False)
    if paragraph is ReadMe.KEY:
        text += f"\n\n{key}\nSHA-256 {key.fingerprint}"
    if paragraph is ReadMe.SOFTWARE:
        text += f"\n\nstation verify PACK.zip --key '{key}'"
    command = _COMMANDS.get(paragraph, "").replace("{line}", str(line))
    return f"{text}\n\n{FENCE}\n{command}\n{FENCE}" if command else text


def _line_of(checkpoint: bytes, key: VerifierKey) -> int:
    """Return which signature line is the key's, from 1: after a rotation there are two."""
    return _names(checkpoint, key) or 1


def _names(checkpoint: bytes, key: VerifierKey) -> int:
    signed = [(each.name, each.id) for each in read_note(checkpoint).signatures]
    return 1 + signed.index((key.name, key.id)) if (key.name, key.id) in signed else 0
