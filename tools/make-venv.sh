#!/bin/sh
# Make a virtual environment: make-venv.sh PYTHON FOLDER. Debian's Python comes without venv; then apt brings it.
python=$1
folder=$2

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; on Debian: sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
"$python" -m venv "$folder" 2>/dev/null && exit 0
rm -rf "$folder"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
sh "$(dirname "$0")/system-packages.sh" "python$version-venv" "python$version-venv-is-never-a-program" >/dev/null
"$python" -m venv "$folder" && exit 0
echo "$python cannot make a virtual environment; on Debian: sudo apt-get install python$version-venv" >&2
exit 1
