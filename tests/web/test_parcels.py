"""The parcel, the tick list and reference photos on screen; a return in full at the desk."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from station.adapters.config.pictures import pictures_in
from station.app.paths import STATION_TOML
from station.domain.checklist import reference_photos
from station.domain.people import Role
from station.domain.scanning import Command
from station.services.examples import keep_examples
from tests.support.stations import Rig
from tests.support.work import expected, in_hand, of, press, to_bin
from tests.web.conftest import Browser


@pytest.fixture
def at_bench(browser: Browser) -> Browser:
    return browser.sign_in()


def test_the_ready_face_lists_the_parcels_lines_and_how_to_end_it(rig: Rig, at_bench: Browser) -> None:
    announced = expected(rig, lines=3)
    rig.scan(announced.rma)
    face = at_bench.act("CANCEL")["html"]
    for line in announced.lines:
        assert of(rig, line.sku).name.he in face
    assert 'data-command="PARCEL"' in face and announced.rma in face
    asked = at_bench.act("PARCEL")["html"]
    assert of(rig, announced.lines[0].sku).name.he in asked


def test_a_parcel_left_open_is_listed_while_another_is_unpacked(rig: Rig, at_bench: Browser) -> None:
    first = expected(rig, lines=3)
    rig.scan(first.rma)
    at_bench.act("CANCEL")
    rig.scan(expected(rig, lines=1).rma)
    rig.show(in_hand(rig).item.sku)
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    assert first.rma in at_bench.get("/bench").text


def test_a_return_in_full_is_for_supervisors(rig: Rig, open_browser: Callable[[], Browser]) -> None:
    operator = open_browser().sign_in()
    announced = open_one(rig)
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    assert operator.get(f"/parcels/{announced}").status_code == 403
    supervisor = open_browser().sign_in(Role.SUPERVISOR)
    page = supervisor.get(f"/parcels/{announced}").text
    assert announced in page and "Dana L." in page
    for nothing in ("NOBODY", "x" * 500, "a/b", "%24"):
        assert supervisor.get(f"/parcels/{nothing}").status_code == 404


def open_one(rig: Rig) -> str:
    """Take the only unit of a return in hand, for whoever is at the bench."""
    announced = expected(rig, quantity=1, serial=None)
    rig.show(announced.lines[0].sku)
    rig.scan(announced.rma)
    return announced.rma


def test_a_record_names_the_parts_that_were_not_there(rig: Rig, open_browser: Callable[[], Browser]) -> None:
    open_browser().sign_in()
    product = of(rig, "CM-11")
    announced = next(r for r in rig.site.returns if [x.sku for x in r.lines] == ["CM-11"])
    rig.show("CM-11")
    rig.scan(announced.rma)
    lpn = in_hand(rig).item.lpn
    press(rig, Command.PHOTO, 2, 1, 1, 1, 1, 1)
    press(rig, 1, 2, Command.REST_MISSING)
    to_bin(rig)
    page = open_browser().sign_in(Role.SUPERVISOR).get(f"/audit/{lpn}").text
    missing = [part.name.en for part in product.components[2:]]
    assert missing and all(name in page for name in missing)
    assert product.components[0].name.en not in page


def test_the_tick_list_stands_in_place_of_the_choices(rig: Rig, at_bench: Browser) -> None:
    announced = next(r for r in rig.site.returns if [x.sku for x in r.lines] == ["CM-11"])
    rig.show("CM-11")
    rig.scan(announced.rma)
    press(rig, Command.PHOTO, 2, 1, 1, 1, 1, 1)
    face = at_bench.act("2")["html"]
    assert face.count('aria-pressed="true"') == 1
    assert all(part.name.he in face for part in of(rig, "CM-11").components)
    assert 'data-command="MISSING"' in face


# Reference photos ----------------------------------------------------------------------------------


def test_a_question_shows_its_examples_and_only_those_are_given_out(rig: Rig, at_bench: Browser) -> None:
    checklists = rig.world.rulebook.checklists.values()
    keep_examples(rig.world, pictures_in(STATION_TOML.parent / "checklists", checklists))
    for sha256 in reference_photos(checklists):
        answer = at_bench.get(f"/examples/{sha256}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert hashlib.sha256(answer.data).hexdigest() == sha256
    open_one(rig)
    press(rig, Command.PHOTO)
    (own,) = (photo.sha256 for photo in in_hand(rig).photos)
    for other in (own, "0" * 64, "x", ".."):
        assert at_bench.get(f"/examples/{other}").status_code == 404


def test_examples_stand_beside_their_question(rig: Rig, at_bench: Browser) -> None:
    open_one(rig)
    question = next(q for q in rig.world.rulebook.checklists["general"].questions if q.examples)
    with rig.world.begin() as uow:
        first = replace(question, id="sealed", when={})
        begun = replace(in_hand(rig), answers=())
        checklist = uow.rules.checklist(begun.checklist, begun.checklist_version)
        changed = replace(checklist, version=99, questions=(first, *checklist.questions[1:]))
        uow.rules.publish("checklist", checklist.id, 99, changed)
        uow.inspections.save(replace(begun, checklist_version=99))
    page = at_bench.get("/bench").text
    for example in question.examples:
        assert f'src="/examples/{example.photo}"' in page and example.text.he in page
