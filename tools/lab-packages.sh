#!/bin/sh
# Bring what the kernel lab needs from Debian: an emulator, and the makers of a Debian disk.
tools=$(dirname "$0")
sh "$tools/system-packages.sh" qemu-system-x86 qemu-system-x86_64
sh "$tools/system-packages.sh" mmdebstrap mmdebstrap
sh "$tools/system-packages.sh" genext2fs genext2fs
