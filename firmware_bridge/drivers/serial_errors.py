"""What pyserial and the kernel raise, told as reasons.

Measured on real drivers: after an unplug `in_waiting` raises OSError 5, `read` and `write` raise
SerialException, `flush` and `reset_input_buffer` raise termios.error, and a port closed elsewhere raises
TypeError. `is_open` stays True throughout, so it is never asked.
"""

from __future__ import annotations

import errno
import termios

from firmware_bridge.errors import BridgeError, Reason

GONE: tuple[type[Exception], ...] = (
    OSError,
    termios.error,
    TypeError,
    AttributeError,
)  # SerialException is an OSError
UNUSABLE: tuple[type[Exception], ...] = (*GONE, ValueError)

REASONS: dict[int, Reason] = {
    errno.ENOENT: Reason.PORT_ABSENT,
    errno.ENODEV: Reason.PORT_ABSENT,
    errno.ENXIO: Reason.PORT_ABSENT,
    errno.EIO: Reason.PORT_ABSENT,
    errno.ECONNREFUSED: Reason.PORT_ABSENT,
    errno.EACCES: Reason.PERMISSION,
    errno.EPERM: Reason.PERMISSION,
    errno.EBUSY: Reason.PORT_BUSY,
    errno.EAGAIN: Reason.PORT_BUSY,
    errno.ENOTTY: Reason.NOT_A_PORT,
    errno.EISDIR: Reason.NOT_A_PORT,
}


def open_error(port: str, error: Exception) -> BridgeError:
    """Tell why a port cannot be opened."""
    if isinstance(error, ValueError):
        return BridgeError(Reason.BAD_SETTINGS, f"{port}: {error}")
    number = error_number(error)
    return BridgeError(REASONS.get(number or 0, _by_text(error)), f"{port}: {error}")


def lost_error(port: str, error: Exception) -> BridgeError:
    """Tell that a port that was open is gone."""
    return BridgeError(Reason.UNPLUGGED, f"{port}: {error or type(error).__name__}")


def error_number(error: BaseException) -> int | None:
    """Return the operating system's error number, from the error or from what caused it."""
    number = getattr(error, "errno", None)
    if number is None and error.args and isinstance(error.args[0], int):
        number = error.args[0]
    if number is None and error.__context__ is not None:
        return error_number(error.__context__)
    return number


def _by_text(error: Exception) -> Reason:
    # pyserial wraps some causes in a message only: a network port that refuses, a lock that is taken.
    return Reason.PORT_BUSY if "exclusively lock" in str(error) else Reason.PORT_ABSENT
