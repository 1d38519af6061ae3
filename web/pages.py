"""Every blueprint, by who works with it."""

from collections.abc import Iterator

from flask import Blueprint

from web.api import views as api
from web.views import (
    audit,
    bench,
    bins,
    calibrations,
    central_decided,
    checklists,
    claims,
    decisions,
    desk,
    destinations,
    devices,
    disposals,
    form,
    graders,
    health,
    imports,
    labels,
    own,
    packs,
    parcels,
    parked,
    people,
    personal,
    recalls,
    replay,
    rule_edits,
    rules,
    said,
    sampling,
    second,
    sign_in,
    signals,
    simulator,
    stations,
    sync,
    taste,
    tokens,
    waiting,
    work,
)

# Where items are inspected, binned and worked on.
BENCH = (
    *(sign_in.pages, bench.pages, taste.pages, health.pages, devices.pages),
    *(labels.pages, labels.badges, parcels.pages, parcels.pictures, bins.pages, work.pages),
)
# Where somebody checks what was done, and answers for it.
DESK = (
    *(audit.pages, desk.pages, decisions.decisions, sampling.pages, graders.pages),
    *(second.pages, calibrations.pages, recalls.pages, signals.pages, disposals.pages),
    *(claims.pages, packs.pages),
)
# What a site decides: its rules and its people.
SITE = (
    *(rules.pages, rule_edits.pages, checklists.pages, checklists.edits, replay.pages),
    *(people.pages, own.pages, personal.pages),
)
# Stations and central, and what waits between them.
SYNC = (
    *(stations.pages, stations.edits, waiting.pages, waiting.records),
    *(central_decided.pages, parked.pages),
)
# Doors to shops, customers and other programs.
DOORS = (
    *(imports.pages, form.pages, said.in_hand, said.pages),
    *(destinations.pages, api.api, api.about, tokens.pages),
)


def pages_of(*, central: bool, simulated: bool) -> Iterator[Blueprint]:
    """Give the blueprints of a station or of central; ``simulated``: with the page of simulated hardware."""
    yield from (*BENCH, *DESK, *SITE, *SYNC, *DOORS)
    if central:
        yield sync.pages
    if simulated:
        yield simulator.pages
