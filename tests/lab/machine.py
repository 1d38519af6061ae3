"""The guest as a process: its disk, its folders from the host, and two lines to it (the desk's and QMP's)."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.lab.image import LAB, ROOT, Image
from tests.lab.lines import Lines
from tests.lab.qmp import Qmp

MEMORY_MB = 1536
CPU = "Nehalem"  # the least that numpy's wheels run on; newer ones cost an emulator more than they bring
READY_SECONDS = {"kvm": 25.0, "tcg": 240.0}
KERNEL_LINE = (
    "root=/dev/vda rootfstype=ext4 ro console=ttyS0 quiet panic=-1 mitigations=off init=/sbin/lab-init"
)
NO_KVM = LAB / "no-kvm"


class NotReady(Exception):
    """The guest did not come up in time."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A running guest."""

    accelerator: str
    desk: Lines
    qmp: Qmp
    folder: Path
    ready_seconds: float


@contextlib.contextmanager
def booted(image: Image, site: Path) -> Iterator[Machine]:
    """Boot the guest and wait until its program speaks; end it with the block."""
    with contextlib.ExitStack() as stack:
        yield _boot_with_the_best(stack, image, site)


def _boot_with_the_best(stack: contextlib.ExitStack, image: Image, site: Path) -> Machine:
    # Some machines offer /dev/kvm and then hang in it, so only a guest that spoke proves it.
    if os.access("/dev/kvm", os.R_OK | os.W_OK) and not NO_KVM.exists():
        try:
            return stack.enter_context(_boot(image, site, "kvm"))
        except NotReady:
            NO_KVM.write_text("A guest did not boot with /dev/kvm. Remove this file to try again.\n")
            print("/dev/kvm is there but no guest boots with it: emulating instead", flush=True)
    return stack.enter_context(_boot(image, site, "tcg"))


@contextlib.contextmanager
def _boot(image: Image, site: Path, accelerator: str) -> Iterator[Machine]:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lab-") as name, (LAB / "console.log").open("wb") as console:
        folder = Path(name)
        process = subprocess.Popen(
            _command(image, site, accelerator, folder),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
        )
        try:
            yield _wait_until_ready(process, folder, accelerator, began)
        finally:
            process.kill()
            process.wait()


def _wait_until_ready(
    process: subprocess.Popen[bytes], folder: Path, accelerator: str, began: float
) -> Machine:
    deadline = began + READY_SECONDS[accelerator]
    desk = Lines(_dial(process, folder / "desk", deadline))
    qmp = Qmp(_dial(process, folder / "qmp", deadline))
    if desk.receive(deadline - time.monotonic()) is None:
        raise NotReady(f"the guest said nothing in {READY_SECONDS[accelerator]:.0f} s")
    return Machine(accelerator, desk, qmp, folder, time.monotonic() - began)


def _dial(process: subprocess.Popen[bytes], path: Path, deadline: float) -> socket.socket:
    while time.monotonic() < deadline and process.poll() is None:
        line = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError):
            line.connect(str(path))
            return line
        line.close()
        time.sleep(0.05)
    raise NotReady("QEMU ended or opened no line; see .lab/console.log")


def _command(image: Image, site: Path, accelerator: str, folder: Path) -> list[str]:
    return [
        *("qemu-system-x86_64", "-machine", f"q35,accel={accelerator}", "-cpu", CPU, "-smp", "2"),
        *("-m", str(MEMORY_MB), "-nographic", "-nodefaults", "-no-reboot", "-serial", "stdio"),
        *("-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", KERNEL_LINE),
        *("-drive", f"file={image.disk},format=raw,if=virtio,snapshot=on"),
        *_share("checkout", ROOT),
        *_share("site", site),
        *("-qmp", f"unix:{folder}/qmp,server=on,wait=off"),
        *("-chardev", f"socket,id=desk,path={folder}/desk,server=on,wait=off"),
        *("-device", "virtio-serial-pci", "-device", "virtserialport,chardev=desk,name=desk"),
        *("-device", "qemu-xhci,id=usb"),
    ]


def _share(tag: str, folder: Path) -> tuple[str, ...]:
    options = f"local,path={folder},mount_tag={tag},security_model=none,readonly=on,multidevs=remap"
    return "-virtfs", options
