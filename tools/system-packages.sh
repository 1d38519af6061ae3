#!/bin/sh
# Install one Debian package if what it brings is missing: system-packages.sh PACKAGE (PROGRAM|LIBRARY.so.N)
# Never fails: the station and its tests run without, and say what is missing.
package=$1
brings=$2

present() {
    case $brings in
        *.so.*) /sbin/ldconfig -p 2>/dev/null | grep -q "$brings" ;;
        *) command -v "$brings" >/dev/null 2>&1 ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

present && exit 0
if command -v apt-get >/dev/null 2>&1; then
    echo "installing $package with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y -q "$package" >/dev/null 2>&1 \
        || { as_root apt-get update -q >/dev/null 2>&1 && as_root apt-get install -y -q "$package" >/dev/null 2>&1; }
fi
present || echo "NOTE: $package is missing and could not be installed here; by hand: sudo apt-get install $package"
exit 0
