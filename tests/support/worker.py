"""A person who works at a bench without a pause, to be killed at any moment.

Each line on standard input starts one in a process of its own; every line that it prints was
acknowledged by the bench before. Forked, so that the many starts cost no imports.
"""

import itertools
import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from station.app.run import started
from station.camera_ports import Shot
from station.domain.bench import AskKind, Bench
from station.domain.inspection import Inspection, State, current_question
from station.domain.scanning import Command
from station.domain.signals import SignalKind
from station.services import bench
from station.services.loading import is_empty
from tests.support.stations import Rig, fill, make_rig


def tell(**what: object) -> None:
    """Print one line at once: a pipe takes it whole or not at all."""
    os.write(1, (json.dumps(what) + "\n").encode())


def draft(bench_: Bench, inspection: Inspection | None) -> dict[str, object]:
    """Describe where an item stands, for comparison after a restart."""
    if inspection is None:
        return {"inspection": None, "ask": bench_.ask and bench_.ask.kind}
    return {
        "inspection": inspection.id,
        "lpn": inspection.item.lpn,
        "ask": bench_.ask and bench_.ask.kind,
        "state": inspection.state,
        "answers": inspection.chosen,
        "revisiting": inspection.revisiting,
        "photos": [photo.sha256 for photo in inspection.photos],
        "candidate": inspection.candidate and inspection.candidate.sha256,
    }


def state(rig: Rig) -> tuple[Bench, Inspection | None]:
    with rig.world.read() as uow:
        now = uow.bench.load()
        return now, uow.inspections.get(now.inspection) if now.inspection else None


def work(folder: Path) -> None:
    """Take items through the bench until killed."""
    rig = make_rig(folder)
    with started(rig.station.parts):
        if is_empty(rig.world):
            fill(without_album(rig))
        rig.camera.photo = each_different(rig.camera.photo)  # type: ignore[method-assign]
        rig.sign_in()
        while True:
            now, inspection = state(rig)
            result = step(rig, now, inspection)
            _, after = state(rig)
            tell(revision=result.revision, **draft(result, after))


def without_album(rig: Rig) -> Rig:
    """Let nobody mind that the camera shows the same thing for every item: most would end on hold."""
    book = rig.world.rulebook
    signals = replace(book.signals, off=(SignalKind.PHOTO_SEEN_BEFORE,))
    return replace(rig, world=replace(rig.world, rulebook=replace(book, signals=signals)))


def each_different(take: Callable[[], Shot]) -> Callable[[], Shot]:
    """No two photos of a real camera are the same; what follows the picture changes the hash alone."""
    numbers = itertools.count(int.from_bytes(os.urandom(4)))
    return lambda *_: replace(shot := take(), jpeg=shot.jpeg + b"%d" % next(numbers))


def step(rig: Rig, now: Bench, inspection: Inspection | None) -> Bench:
    """Do what comes next."""
    chance = random.Random(f"{now.revision}")
    if now.ask and now.ask.kind is not AskKind.GIVE_UP:
        return press(rig, 1)
    if inspection is None:
        return rig.scan(
            chance.choice([*(r.rma for r in rig.site.returns), *(p.gtin for p in rig.site.products)])
        )
    if inspection.state is State.ROUTED:
        return to_bin(rig, inspection, chance)
    checklist = rig.world.rulebook.checklists[inspection.checklist]
    question = current_question(inspection, checklist)
    if question and question.parts and chance.random() < 0.3:
        return press(rig, Command.REST_MISSING)  # a tick list, where the product has components
    if chance.random() < 0.1:
        return press(rig, chance.choice([Command.BACK, Command.UNDO, Command.CANCEL]))
    return press(rig, chance.randint(1, len(question.choices)) if question else Command.PHOTO)


def to_bin(rig: Rig, inspection: Inspection, chance: random.Random) -> Bench:
    assert inspection.route is not None
    right = inspection.route.bin
    return rig.scan("D-01" if right is None or chance.random() < 0.2 else right)


def press(rig: Rig, key: int | Command) -> Bench:
    rig.clock.advance(seconds=1)
    return bench.act(rig.world, key if isinstance(key, Command) else Command(str(key)))


def main() -> None:
    folder = Path(sys.argv[1])
    make_rig(folder).camera.photo()  # drawn once, before anyone is forked
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(folder)
            os._exit(0)
        tell(pid=pid)
        os.waitpid(pid, 0)
        tell(gone=pid)


if __name__ == "__main__":
    main()
