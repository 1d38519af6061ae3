"""[scale] to the scale that a site named in its settings file."""

from station.adapters.config.scanner_section import PATH, serial_line
from station.adapters.config.sections import Section
from station.adapters.config.settings import Scale


def scale(top: Section) -> Scale | None:
    """Read the scale; None at a station without one."""
    if "scale" not in top.table:
        return None
    section = top.section("scale")
    return Scale(section.take("path", PATH), serial_line(section))
