#!/bin/sh
# The guest's first program: what a warehouse PC has when the station starts, and the means to plug devices in.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LANG=C.UTF-8
mount -t tmpfs tmpfs /tmp
mount -t tmpfs tmpfs /run
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=1048576 site /site
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add
modprobe libcomposite
modprobe uinput
modprobe dummy_hcd num=4 is_high_speed=1
mount -t configfs configfs /sys/kernel/config 2>/dev/null
udevadm settle --timeout=20

export PYTHONPATH=/checkout:/site PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
cd /tmp && python3 -m tests.lab.guest
echo o >/proc/sysrq-trigger
sleep 60
