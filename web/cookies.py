"""What every cookie here has: closed to scripts and to other sites, and over TLS where there is TLS."""

from flask import Response, current_app

YEAR = 365 * 24 * 3600


def named(name: str, https: bool) -> str:
    """Return a cookie's name: over TLS with the prefix by which browsers hold it to this one host."""
    return f"__Host-{name}" if https else name


def here(name: str) -> str:
    """Return a cookie's name in the app that is asked."""
    return named(name, over_tls())


def over_tls() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def remember(response: Response, name: str, value: str) -> None:
    """Have the browser keep a choice for a year."""
    response.set_cookie(here(name), value, max_age=YEAR, secure=over_tls(), httponly=True, samesite="Strict")
