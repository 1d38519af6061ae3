"""Stations' entries become central's tables: one at a time, in order, each once, and what fails is parked."""

from station.services.central.projecting.batch import project_waiting
from station.services.central.projecting.parking import repeat, repeat_all
from station.services.central.projecting.table import PASSED_OVER, PROJECTIONS

__all__ = ["PASSED_OVER", "PROJECTIONS", "project_waiting", "repeat", "repeat_all"]
