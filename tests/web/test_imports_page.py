"""The page of imports: a manager looks at a file and takes it over; what was brought is data and no more."""

from pathlib import Path
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from station.domain.people import Role
from tests.services.test_importing import NEW, PERSON
from tests.support.stations import Rig
from tests.support.work import entries
from tests.web.conftest import Browser

SAMPLE = Path(__file__).parents[2] / "config" / "sample"


def sent(browser: Browser, what: str, kind: str, data: bytes | str, **headers: str) -> TestResponse:
    body = data.encode() if isinstance(data, str) else data
    known = {"X-CSRFToken": browser.token(), "Accept": "application/json", **headers}
    path = f"/imports/{what}?kind={kind}&name={quote('../../x<b>.csv')}"
    return browser.http.post(path, data=body, headers=known, content_type="application/octet-stream")


@pytest.fixture
def manager(browser: Browser) -> Browser:
    return browser.sign_in(Role.MANAGER)


def test_a_file_is_looked_at_and_taken_over(rig: Rig, manager: Browser) -> None:
    looked = sent(manager, "look", "products", NEW).json or {}
    assert looked["ok"] and "data-take" in looked["html"]
    taken = sent(manager, "take", "products", NEW).json or {}
    assert taken["ok"] and "data-take" not in taken["html"]
    again = sent(manager, "look", "products", NEW).json or {}
    assert again["ok"] and again["changes"] == 0 and "data-take" not in again["html"]
    page = manager.get("/imports").text
    assert "x&lt;b&gt;.csv" in page and "../" not in page


def test_what_is_wrong_stands_in_a_table_by_row_and_column(rig: Rig, manager: Browser) -> None:
    bad = NEW.replace("Kettle 2", "=<script>alert(1)</script>").replace("general", "genral", 1)
    looked = sent(manager, "take", "products", bad).json or {}
    assert not looked["ok"] and "<script>" not in looked["html"]
    assert "&lt;script&gt;" in looked["html"] and "checklist" in looked["html"]
    assert [entry for entry in entries(rig) if entry["kind"] == "import_taken"] == []


def test_people_take_the_managers_own_pin(rig: Rig, manager: Browser) -> None:
    assert 'id="pin"' in (sent(manager, "look", "people", PERSON).json or {})["html"]
    refused = sent(manager, "take", "people", PERSON).json or {}
    assert (refused["ok"], refused["reason"]) == (False, "wrong_pin")
    pin = {"X-Own-Pin": quote(rig.person(Role.MANAGER).pin)}
    assert (sent(manager, "take", "people", PERSON, **pin).json or {})["ok"]


def test_a_code_page_that_cannot_be_told_is_asked_for(manager: Browser) -> None:
    text = NEW.replace("Kettle 2;;", "Kettle 2;מגן;").encode("cp1255")
    asked = (sent(manager, "look", "products", text).json or {})["html"]
    assert 'data-encoding="cp1255"' in asked and 'data-encoding="cp1251"' in asked
    known = sent(manager, "look", "products&encoding=cp1255", text).json or {}
    assert known["ok"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_nobody_but_a_manager_brings_files(browser: Browser, role: Role) -> None:
    browser.sign_in(role)
    assert browser.get("/imports").status_code == 403
    for what in ("look", "take"):
        assert sent(browser, what, "products", NEW).status_code == 403
    assert browser.get("/imports/sample/people.csv").status_code == 403


def test_a_body_over_the_limit_is_refused_by_its_length_alone(rig: Rig, manager: Browser) -> None:
    known = {"X-CSRFToken": manager.token(), "Content-Length": str(2**30), "Accept": "application/json"}
    answer = manager.http.post("/imports/look?kind=products", headers=known, input_stream=Never())
    assert answer.status_code == 413


class Never:
    """A body of a gigabyte that nobody may begin to read."""

    place = 0

    def tell(self) -> int:
        return self.place

    def seek(self, place: int, whence: int = 0) -> None:
        self.place = 2**30 if whence else place

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read

    def close(self) -> None:
        pass


def test_an_unknown_kind_is_not_there(manager: Browser) -> None:
    assert sent(manager, "look", "station", NEW).status_code == 404
    assert manager.get("/imports/sample/station.csv").status_code == 404


def test_a_sample_is_a_file_with_a_name_of_ours(manager: Browser) -> None:
    answer = manager.get("/imports/sample/returns.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="returns.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbfrma,order,")
