"""A pack is checked to the last byte: whatever was done to it is named."""

import contextlib
import io
import json
import shutil
import struct
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.adapters import packs
from station.adapters.packs.reading import NoPack
from station.app import verify_pack_command
from station.app.verify_pack_command import NoKey, trusted_keys
from station.domain.proof import pack
from station.domain.proof.by_hand import commands
from station.domain.proof.pack import Limits
from station.domain.proof.signed_note import Note, Signature, VerifierKey, read_key
from tests.support.packed import Members, a_pack, again, checked, members_of

ORIGIN = "returns-station/07"


@pytest.fixture
def good() -> bytes:
    return a_pack()[0]


def problems(folder: Path, data: bytes, *trusted: bytes) -> str:
    return "\n".join(checked(folder, data, trusted).problems)


def test_a_pack_as_it_was_made_checks_out(tmp_path: Path, good: bytes) -> None:
    found = checked(tmp_path, good, (read_key(a_pack()[1]).public,))
    assert found.problems == []
    assert (found.record["kind"], found.photos) == ("item", 2)
    assert [str(key) for key in found.signed_by] == [a_pack()[1]]


def test_one_byte_changed_in_any_member_is_found_and_named(tmp_path: Path, good: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as opened:
        infos = opened.infolist()
    for info in infos:
        name, at = info.filename, info.header_offset + 30 + len(info.filename) + info.file_size // 2
        changed = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        try:
            said = problems(tmp_path, changed)
        except NoPack as refused:
            said = str(refused)
        assert name in said, name


def test_one_byte_changed_anywhere_in_the_zip_is_found(tmp_path: Path, good: bytes) -> None:
    """Every byte of the list at the end, and of the first member's header: no hash covers them."""
    begins = good.index(b"PK\x01\x02")
    for at in (*range(0, 41, 3), *range(begins, len(good), 53), *range(len(good) - 22, len(good), 2)):
        changed = good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :]
        with contextlib.suppress(NoPack):
            assert problems(tmp_path, changed), at


def test_bytes_before_behind_and_between_are_found(tmp_path: Path, good: bytes) -> None:
    second = good.index(b"PK\x03\x04", 4)
    for changed in (good + b"\0", b"\0" + good, good[:second] + b"\0" + good[second:]):
        with contextlib.suppress(NoPack):
            assert "The ZIP itself was changed" in problems(tmp_path, changed)


def test_a_missing_photo_is_named(tmp_path: Path, good: bytes) -> None:
    members = members_of(good)
    name = next(name for name in members if name.startswith("photos/"))
    del members[name]
    said = problems(tmp_path, again(members))
    assert f"{name} is missing: an entry names it." in said


def test_an_extra_file_is_named(tmp_path: Path, good: bytes) -> None:
    extra = members_of(good) | {pack.photo_name("0" * 64): b"what?"}
    said = problems(tmp_path, again(extra))
    assert "000.jpg is named by no entry" in said


def test_a_photo_swapped_for_another_is_named(tmp_path: Path, good: bytes) -> None:
    members = members_of(good)
    first, second, *_ = (name for name in members if name.startswith("photos/"))
    members[first] = members[second]
    assert f"{first} is not the photo that was taken" in problems(tmp_path, again(members))


# Who writes a pack with a key of his own -----------------------------------------------------------


class Stranger:
    """Somebody with a key of his own, who seals whatever he likes in the name of the station."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.key = VerifierKey(ORIGIN, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> bytes:
        return bytes(Note(text, (Signature(ORIGIN, self.key.id, self._private.sign(text.encode())),)))

    def seal(self, sums: bytes) -> bytes:
        return self.sign(pack.sealed_text(ORIGIN, sums))

    def sealing(self, members: Members) -> bytes:
        """Write a pack that is signed by this key throughout."""
        text = members[pack.CHECKPOINT].decode().partition("\n\n")[0] + "\n"
        keys = {
            pack.KEY: pack.pem_of(self.key.public),
            pack.KEYS: f"{self.key}\n".encode(),
            pack.CHECKPOINT: self.sign(text),
        }
        return again(members | keys, self.seal)


def test_a_foreign_key_is_refused_where_one_is_trusted(tmp_path: Path, good: bytes) -> None:
    stranger = Stranger()
    data = stranger.sealing(members_of(good))
    assert problems(tmp_path, data) == ""  # it says itself that somebody has to compare the key
    assert "foreign key" in problems(tmp_path, data, read_key(a_pack()[1]).public)


def test_a_seal_by_a_key_that_the_pack_does_not_name_is_refused(tmp_path: Path, good: bytes) -> None:
    assert "none of the keys that count" in problems(tmp_path, again(members_of(good), Stranger().seal))


def _record(change: Callable[[dict[str, object]], object]) -> Callable[[Members], None]:
    def act(members: Members) -> None:
        record = json.loads(members[pack.RECORD])
        change(record)
        members[pack.RECORD] = packs.canonical(record)

    return act


def _entry(members: Members) -> str:
    return max(name for name in members if name.startswith("journal/"))


def _change_entry(members: Members) -> None:
    members[_entry(members)] = members[_entry(members)].replace(b'"actor":"', b'"actor":"x')


def _move_proof(members: Members) -> None:
    proof = _entry(members).replace("journal", "proofs")
    members[proof] = members[proof].replace(b'"leaf_index":', b'"leaf_index":1')


def _other_station(members: Members) -> None:
    members[pack.CHECKPOINT] = members[pack.CHECKPOINT].replace(b"station/07\n", b"station/08\n", 1)


def _other_root(members: Members) -> None:
    origin, size, _, *rest = members[pack.CHECKPOINT].decode().split("\n")
    members[pack.CHECKPOINT] = "\n".join((origin, size, "A" * 43 + "=", *rest)).encode()


# What somebody with a key of his own can do, and what the check says then.
DEEDS: dict[str, tuple[Callable[[Members], None], str]] = {
    "a grade in the record": (
        _record(lambda r: r["items"][0]["visits"][0]["route"]["graded"].update(grade="A")),  # type: ignore[index]
        "record.json does not say what the entries say: items",
    ),
    "more in the record": (_record(lambda r: r.update(more=1)), "it has more in it"),
    "no items in the record": (_record(lambda r: r.pop("items")), "does not say what the entries say"),
    "a text that nobody wrote": (
        _record(lambda r: r.update(notes=[{"commitment": "a" * 64, "salt": "00", "text": "It was broken."}])),
        "a text that no entry knows",
    ),
    "an entry": (_change_entry, "is not in the journal"),
    "an entry made senseless": (lambda m: m.update({_entry(m): b"{}"}), "is not entry"),
    "an entry that is no JSON": (lambda m: m.update({_entry(m): b"\xff["}), "is not entry"),
    "a proof": (_move_proof, "is not in the journal"),
    "a proof left out": (
        lambda m: m.pop(_entry(m).replace("journal", "proofs")) and None,
        "not in the journal",
    ),
    "an entry left out, its proof left": (lambda m: m.pop(_entry(m)) and None, "proves nothing here"),
    "the checkpoint of another station": (_other_station, "checkpoint.txt is of returns-station/08"),
    "another root": (_other_root, "is not in the journal"),
    "a record that is none": (lambda m: m.update({pack.RECORD: b"[1]"}), "not a record of this form"),
    "a record without notes": (_record(lambda r: r.pop("notes")), "not a record of this form"),
}


@pytest.mark.parametrize(("deed", "said"), DEEDS.values(), ids=DEEDS)
def test_what_a_stranger_changes_and_seals_himself_is_found(
    tmp_path: Path, good: bytes, deed: Callable[[Members], None], said: str
) -> None:
    members = members_of(good)
    deed(members)
    assert said in problems(tmp_path, Stranger().sealing(members))


# Files that are not safe to read -------------------------------------------------------------------


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file, warnings.catch_warnings(action="ignore"):
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def listed(members: int, said: int) -> bytes:
    """Return a ZIP that is a list of members and nothing else, and says that it has so many."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, said, said, members * len(entry), 0, 0)
    return entry * members + end


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (listed(60_000, 60_000), "60000 members, more than the 20000"),
        (listed(60_000, 1), "no ZIP file"),
        (b"", "no ZIP file"),
        (b"PK\x03\x04 cut off", "no ZIP file"),
        (b"%PDF-1.4 not at all", "no ZIP file"),
        (zipped(("../../etc/passwd", b"x")), "climb out"),
        (zipped(("/etc/passwd", b"x")), "climb out"),
        (zipped(("C:\\windows\\x", b"x")), "climb out"),
        (zipped(("photos\\..\\..\\x", b"x")), "climb out"),
        (zipped(("photos/<script>.jpg", b"x")), "does not belong into a pack"),
        (zipped(("photos/", b"")), "does not belong into a pack"),
        (zipped((pack.RECORD, b"1"), (pack.RECORD, b"2")), "2 times"),
        (zipped((pack.RECORD, b"\0" * 10_000_000), method=zipfile.ZIP_DEFLATED), "is compressed"),
    ],
)
def test_what_is_not_safe_to_read_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(NoPack, match=said):
        checked(tmp_path, data)


def test_a_list_of_members_is_not_read_before_it_is_known_to_be_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", None)
    for said in (60_000, 1):
        with pytest.raises(NoPack):
            checked(tmp_path, listed(60_000, said))


def test_a_line_put_under_the_seal_is_found(tmp_path: Path, good: bytes) -> None:
    seal = members_of(good)[pack.SEAL]
    for line in (str(Signature("stranger", b"abcd", b"x" * 64)).encode(), seal.partition(b"\n\n")[2]):
        longer = again(members_of(good), lambda _, line=line: seal + line)  # type: ignore[misc]
        assert problems(tmp_path, longer) == (
            "seal.txt has a line in it that no key of public-keys.txt put there."
        )


def test_too_many_too_large_and_too_much_are_refused(tmp_path: Path, good: bytes) -> None:
    for limits, said in (
        (Limits(members=5), "more than the 5"),
        (Limits(largest=5000), "more than anything in a pack"),
        (Limits(all=50_000), "larger than the 50000"),
    ):
        with pytest.raises(NoPack, match=said):
            checked(tmp_path, good, limits=limits)


def test_a_size_that_lies_is_found_before_it_fills_the_memory(tmp_path: Path, good: bytes) -> None:
    """Say of the READ-ME that it has four gigabytes: nothing is read then."""
    at = good.index(b"PK\x01\x02") + 20
    with pytest.raises(NoPack):
        checked(tmp_path, good[:at] + b"\xff\xff\xff\x7f" * 2 + good[at + 8 :])


def test_a_pack_written_anew_by_another_program_is_not_the_pack(tmp_path: Path, good: bytes) -> None:
    assert problems(tmp_path, zipped(*members_of(good).items())) == (
        "The ZIP itself was changed: it has bytes that belong to no file of the pack."
    )


# The command ---------------------------------------------------------------------------------------


def test_the_command_says_whose_key_it_is(
    tmp_path: Path, good: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path, key = tmp_path / "pack.zip", a_pack()[1]
    path.write_bytes(good)
    assert verify_pack_command.run(path, None) == 0
    told = capsys.readouterr().out
    assert key in told and "Compare it" in told
    assert verify_pack_command.run(path, key) == 0
    assert "the key that you trust" in capsys.readouterr().out
    assert verify_pack_command.run(path, str(Stranger().key)) == 1
    assert "foreign key" in capsys.readouterr().out


def test_a_key_may_be_text_or_one_of_two_kinds_of_file(tmp_path: Path, good: bytes) -> None:
    key = a_pack()[1]
    for name, data in members_of(good).items():
        if name in (pack.KEY, pack.KEYS):
            (tmp_path / name).write_bytes(data)
            assert trusted_keys(str(tmp_path / name)) == trusted_keys(key) == (read_key(key).public,)


@pytest.mark.parametrize(
    "given", ["", "nonsense", "a+b+c", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END", "x\0y"]
)
def test_what_is_no_key_is_refused_with_what_one_is(given: str) -> None:
    with pytest.raises(NoKey, match="is no public key"):
        trusted_keys(given)


# Anyone, with public tools -------------------------------------------------------------------------


TOOLS = ("bash", "sha256sum", "openssl", "python3")
with_tools = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"one of {TOOLS} is not installed")


@with_tools
def test_the_commands_of_the_read_me_check_the_pack(tmp_path: Path) -> None:
    unpacked(tmp_path, a_pack("he")[0])
    told = [by_hand(tmp_path, command) for command in commands((tmp_path / pack.READ_ME).read_text())]
    assert [done.returncode for done in told] == [0, 0, 0, 0, 0, 0], told
    assert read_key(a_pack("he")[1]).fingerprint in told[-1].stdout  # what is asked for by telephone
    first, second, verified = told[1].stdout.splitlines()
    assert first == second
    assert "Verified Successfully" in verified
    assert "Verified Successfully" in told[2].stdout


@with_tools
def test_the_commands_of_the_read_me_find_what_was_changed(tmp_path: Path) -> None:
    unpacked(tmp_path, a_pack("he")[0])
    entry = max((tmp_path / "journal").iterdir())
    entry.write_bytes(entry.read_bytes().replace(b'"actor":"', b'"actor":"x'))
    (tmp_path / pack.CHECKPOINT).write_text((tmp_path / pack.CHECKPOINT).read_text().replace("\n2", "\n3", 1))
    sums, _, head, journal, *_ = commands((tmp_path / pack.READ_ME).read_text())
    assert f"{entry.parent.name}/{entry.name}: FAILED" in by_hand(tmp_path, sums).stdout
    assert by_hand(tmp_path, head).returncode != 0
    assert f"{entry.name} IS NOT IN THE JOURNAL" in by_hand(tmp_path, journal).stdout


def unpacked(folder: Path, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        opened.extractall(folder)


def by_hand(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
