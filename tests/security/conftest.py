"""A browser without a window for those who attack."""

from tests.web.conftest import app, browser, open_browser, simulator

__all__ = ["app", "browser", "open_browser", "simulator"]
