"""Notes, checkpoints and keys are read as C2SP writes them, and nothing else is."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from station.adapters.signing import signature_holds
from station.domain.proof.checkpoint import Checkpoint, origin_of, read_checkpoint
from station.domain.proof.signed_note import (
    Forged,
    Malformed,
    Note,
    Signature,
    VerifierKey,
    read_key,
    read_note,
    signers,
)

# The example and the key of Go's note package (golang.org/x/mod/sumdb/note), which C2SP wrote down.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6R"
    "yyBwJnAM=\n"
).encode()
# The example of c2sp.org/tlog-checkpoint.
C2SP_HEAD = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc"
    "yv2q1gGzGku9nTo"
    "+zyWE+xeMcTOAYQ8=\n"
).encode()


def made(name: str = "returns-station/07") -> tuple[Ed25519PrivateKey, VerifierKey]:
    private = Ed25519PrivateKey.generate()
    return private, VerifierKey(name, private.public_key().public_bytes_raw())


def signed(text: str, *keys: tuple[Ed25519PrivateKey, VerifierKey]) -> Note:
    lines = [Signature(key.name, key.id, private.sign(text.encode())) for private, key in keys]
    return Note(text, tuple(lines))


def test_a_note_of_another_maker_is_read_and_its_signature_holds() -> None:
    note, key = read_note(PETERS_NOTE), read_key(PETER)
    assert signers(note, [key], signature_holds) == (key,)
    assert bytes(note) == PETERS_NOTE
    assert str(key) == PETER


def test_the_checkpoint_of_the_specification_is_read_as_it_is_written() -> None:
    note = read_note(C2SP_HEAD)
    head = read_checkpoint(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert str(head) == note.text and bytes(note) == C2SP_HEAD


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_went(size: int, root: bytes) -> None:
    head = Checkpoint(origin_of("07"), size, root)
    assert read_checkpoint(str(head)) == head


def test_extension_lines_are_passed_over() -> None:
    head = Checkpoint("o", 1, bytes(32))
    assert read_checkpoint(f"{head}more\n") == head


ROOT = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        f"o\n1\n{ROOT}",
        f"\n1\n{ROOT}\n",
        f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n١\n{ROOT}\n",
        f"o\n{10**18}\n{ROOT}\n",
        f"o\n1\n{ROOT[:-2]}B=\n",  # the same 32 bytes, spelled otherwise
        "o\n1\nAAAA\n",
        f"o\n1\n{ROOT}\n\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        "text\n\n— name\n".encode(),
        "text\n\n— name AAAAAAA=\n".encode()[:-1],
        "text\n\n— name AAAA\n".encode(),
        b"text\n\n- name AAAAAAA=\n",
        "text\n\n— na+me AAAAAAA=\n".encode(),
        "te\txt\n\n— name AAAAAAA=\n".encode(),
        "text\n\n— name AAAAAAA=\r\n".encode(),
        b"\xff\n\n",
        b"x" * 70_000,
        ("text\n\n" + "— name AAAAAAA=\n" * 65).encode(),
    ],
)
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_note(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("Peter", "Pe ter"),
        PETER[:-4],
        PETER + "==",
    ],
)
def test_what_is_not_a_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_key(text)


def test_signatures_of_unknown_keys_are_passed_over_and_one_known_must_hold() -> None:
    ours, stranger = made(), made("someone/else")
    note = signed("text\n", stranger, ours)
    assert signers(note, [ours[1]], signature_holds) == (ours[1],)
    with pytest.raises(Forged, match="none of the keys"):
        signers(note, [made()[1]], signature_holds)


@given(st.integers(0, 63))
def test_a_flipped_byte_of_a_signature_is_seen(place: int) -> None:
    ours = made()
    note = signed("text\n", ours)
    (line,) = note.signatures
    value = bytearray(line.value)
    value[place] ^= 1
    flipped = Note(note.text, (Signature(line.name, line.id, bytes(value)),))
    with pytest.raises(Forged, match="does not belong"):
        signers(flipped, [ours[1]], signature_holds)
    with pytest.raises(Forged, match="does not belong"):
        signers(Note("other\n", note.signatures), [ours[1]], signature_holds)
