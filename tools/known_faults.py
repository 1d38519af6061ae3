"""Ask for known faults of everything that is pinned: python tools/known_faults.py. Needs the network."""

import json
import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).parents[1] / "constraints.txt"
UNREACHED = (
    "Known faults were NOT looked up: no list of them can be reached from here. Run this with a network."
)


def main() -> int:
    """Return 1 for known faults, else 0; say plainly what could not be looked up."""
    asked = ["-m", "pip_audit", "--requirement", str(PINNED), "--no-deps", "--disable-pip"]
    command = [sys.executable, *asked, "--format", "json", "--progress-spinner", "off"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - words of ours
    try:
        packages = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(UNREACHED, run.stderr.strip().splitlines()[-1:], sep="\n")
        return 0
    return _told(packages)


def _told(packages: list[dict[str, object]]) -> int:
    looked_up = [package for package in packages if "vulns" in package]
    faulty = [package for package in looked_up if package["vulns"]]
    for package in faulty:
        print(f"{package['name']} {package['version']}: {json.dumps(package['vulns'])}")
    print(f"{len(looked_up)} of {len(packages)} packages looked up, {len(faulty)} with known faults.")
    if not looked_up:
        print(UNREACHED)
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
