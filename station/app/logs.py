"""Structured logs to standard error: words for a person at a terminal, JSON for a collector."""

import logging
import sys

import structlog


def set_up(verbose: bool = False) -> None:
    """Send the station's and the bridge's logs through one pipeline."""
    level = logging.DEBUG if verbose else logging.INFO
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    to_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if to_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    formatter = structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress").setLevel(logging.WARNING)
    for talker in ("fontTools", "fpdf"):  # they tell of every letter that they put into a page
        logging.getLogger(talker).setLevel(logging.ERROR)
