"""What the guest boots: a stock Debian with its generic kernel, made once and kept in a folder of its own."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAB = ROOT / ".lab"
SUITE = "bookworm"
GUEST_PYTHON = (3, 11)  # Debian 12's: wheels made for another version do not load in it
# The generic kernel: the cloud one has neither USB nor media modules.
PACKAGES = ("linux-image-amd64", "python3", "udev", "kmod", "v4l-utils", "libzbar0")
NOT_NEEDED = ("/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*")
BOOT_MODULES = ("virtio_pci", "virtio_blk", "ext4")
PROGRAMS = ("qemu-system-x86_64", "mmdebstrap", "genext2fs")
DEBIAN = ("qemu-system-x86", "mmdebstrap", "genext2fs")
INIT = """#!/bin/sh
modprobe 9pnet_virtio
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=1048576 checkout /checkout
exec sh /checkout/tests/lab/guest/init.sh
"""


class CannotRun(Exception):
    """Say in one line why this machine cannot run the lab."""


@dataclass(frozen=True, slots=True)
class Image:
    """A kernel, its first file system and the root disk, none of which a run changes."""

    folder: Path

    @property
    def kernel(self) -> Path:
        """Return Debian's kernel."""
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        """Return the first file system."""
        return self.folder / "initrd.img"

    @property
    def disk(self) -> Path:
        """Return the root disk."""
        return self.folder / "root.ext2"


def require_programs() -> None:
    """Check what apt must bring; raises CannotRun with the names."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise CannotRun(f"missing: {', '.join(missing)}; on Debian: sudo apt-get install {' '.join(DEBIAN)}")


def ready_image() -> Image:
    """Return the image, made now if this recipe was never made here; raises CannotRun."""
    image = Image(LAB / f"image-{_recipe()}")
    if not image.disk.exists():
        print(f"making the guest's image once: {image.folder} (a minute or two, 600 MB)", flush=True)
        _make(image)
    return image


def guest_site() -> Path:
    """Return a folder of packages that the guest's Python loads: our own, or one filled for it."""
    if sys.version_info[:2] == GUEST_PYTHON and platform.machine() == "x86_64":
        return Path(next(path for path in sys.path if path.endswith("site-packages")))
    site = LAB / "site"
    if not site.exists():
        _fill(site)
    return site


def _recipe() -> str:
    return hashlib.sha256("\n".join((*_command(Path()), INIT)).encode()).hexdigest()[:12]


def _make(image: Image) -> None:
    half = image.folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    (half / "init").write_text(INIT)
    log = LAB / "image.log"
    with log.open("wb") as out:
        done = subprocess.run(_command(half), stdout=out, stderr=out, check=False, cwd=half)
    if done.returncode != 0:
        raise CannotRun(f"mmdebstrap could not make the image; see {log.relative_to(ROOT)}")
    half.rename(image.folder)


def _command(folder: Path) -> list[str]:
    return [
        *("mmdebstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}"),
        *(f"--dpkgopt=path-exclude={pattern}" for pattern in NOT_NEEDED),
        *(f"--essential-hook={hook}" for hook in _before_the_kernel()),
        *(f"--customize-hook={hook}" for hook in _after_the_kernel(folder)),
        SUITE,
        str(folder / "root.ext2"),
    ]


def _before_the_kernel() -> list[str]:
    # A first file system of all drivers is 35 MB, of these 5: an emulated CPU unpacks slowly.
    modules = r"\n".join(BOOT_MODULES)
    return [
        'mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"',
        'printf "MODULES=list\\n" >"$1/etc/initramfs-tools/conf.d/lab"',
        f'printf "{modules}\\n" >"$1/usr/share/initramfs-tools/modules.d/lab"',
    ]


def _after_the_kernel(folder: Path) -> list[str]:
    return [
        'chroot "$1" sh -c "mv /boot/vmlinuz-* /boot/vmlinuz; mv /boot/initrd.img-* /boot/initrd.img"',
        f"download /boot/vmlinuz {folder}/vmlinuz",
        f"download /boot/initrd.img {folder}/initrd.img",
        f"upload {folder}/init /sbin/lab-init",
        'chmod 755 "$1/sbin/lab-init"; rm "$1/boot/vmlinuz" "$1/boot/initrd.img"',
        'mkdir "$1/checkout" "$1/site"',
    ]


def _fill(site: Path) -> None:
    names = ("pyserial", "numpy", "opencv-python-headless", "zxing-cpp", "pyzbar", "hidapi")
    version = ".".join(map(str, GUEST_PYTHON))
    print(f"fetching the bridge's packages for Python {version} into {site}", flush=True)
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--target", str(site), "--python-version", version, "--platform", "manylinux2014_x86_64"),
        *("--platform", "manylinux_2_28_x86_64", "--only-binary=:all:"),
        *("--constraint", str(ROOT / "constraints.txt"), *names),
    ]
    if subprocess.run(command, check=False, env=dict(os.environ)).returncode != 0:
        shutil.rmtree(site, ignore_errors=True)
        raise CannotRun("pip could not fetch the packages for the guest's Python")
