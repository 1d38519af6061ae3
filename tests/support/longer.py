"""How long faults are tried: briefly in the suite, for as many rounds as ``FAULT_ROUNDS`` says by hand.

FAULT_ROUNDS=200 python -m pytest tests/syncing tests/central --timeout 0
"""

import os


def rounds(short: int) -> int:
    """Return how many rounds to do."""
    return int(os.environ.get("FAULT_ROUNDS", short))
