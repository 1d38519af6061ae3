"""Evidence packs for tests: one real pack of a broken item, and packs that somebody changed."""

import io
import itertools
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from station.adapters import packs
from station.adapters.packs.reading import PackFile
from station.adapters.signing import signature_holds
from station.camera_ports import Shot
from station.domain.proof.pack import SEAL, SUMS, About, Limits, PackKind
from station.services.proof.checking_packs import Checked, Tools, check_pack
from station.services.proof.packing import write_pack
from tests.support.stations import Rig, stocked_rig
from tests.support.workshop import refurbish

TOOLS = Tools(signature_holds, packs.canonical)
Members = dict[str, bytes]


def pack_of(rig: Rig, about: About, language: str = "en") -> bytes:
    out = io.BytesIO()
    write_pack(rig.world, about, language, out)
    return out.getvalue()


@cache
def a_pack(language: str = "en") -> tuple[bytes, str]:
    """Make the pack of a broken item once for this process; beside it the key that signed it."""
    with TemporaryDirectory() as folder, stocked_rig(Path(folder) / "data") as rig:
        rig.sign_in()
        _differ(rig)
        known = refurbish(rig)
        (key,) = rig.world.signer.keys()
        return pack_of(rig, About(PackKind.ITEM, known.item.lpn), language), str(key)


def _differ(rig: Rig) -> None:
    """Move the item a little before each photo, as hands do: no two are the same."""
    seeds, photo = itertools.count(1), rig.camera.photo

    def moved(name: str = "") -> Shot:
        rig.camera.scene = replace(rig.camera.scene, seed=next(seeds))
        return photo(name)

    rig.camera.photo = moved  # type: ignore[method-assign]


def members_of(data: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def again(members: Mapping[str, bytes], seal: Callable[[bytes], bytes] | None = None) -> bytes:
    """Write a pack of changed members with right hashes, sealed anew or with the old seal."""
    out = io.BytesIO()
    kept = {name: (lambda data=data: data) for name, data in members.items() if name not in (SUMS, SEAL)}
    packs.write(out, kept, seal or (lambda _: members[SEAL]))
    return out.getvalue()


def checked(
    folder: Path, data: bytes, trusted: tuple[bytes, ...] = (), limits: Limits | None = None
) -> Checked:
    """Check a pack as the command does. Raises NoPack."""
    path = folder / "pack.zip"
    path.write_bytes(data)
    with PackFile(path, limits) as opened:
        return check_pack(opened, TOOLS, trusted)
