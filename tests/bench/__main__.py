"""Run every benchmark, or those named: python -m tests.bench commit photos."""

import importlib
import sys
import tempfile
from pathlib import Path

ALL = (
    "commit",
    "photos",
    "lookup",
    "queue",
    "screens",
    "scans",
    "camera",
    "decoding",
    "quality",
    "replay",
    "record",
    "central_queue",
    "ingest",
    "relay",
    "drain",
    "feed",
)


def main() -> None:
    for name in sys.argv[1:] or ALL:
        with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
            importlib.import_module(f"tests.bench.{name}").run(Path(folder))


if __name__ == "__main__":
    main()
