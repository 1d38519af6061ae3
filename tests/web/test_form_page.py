"""The customer's form: by a right link, for one return, until its parcel is here; guesses learn nothing."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from station.domain.forms.form import PHOTOS_OF_A_LINE, UPLOADS
from station.domain.forms.house import FormHouse
from station.domain.identifiers import Rma
from station.domain.people import Role
from station.services.forms.links import link_for
from station.services.people.senders import remove_sender
from station.services.proof.checking import check
from station.services.vaulted import size_of
from tests.support.people import known as known_person
from tests.support.people import pin_of
from tests.support.stations import Rig
from tests.support.templates import compiled_once
from tests.support.work import entries
from tests.web.conftest import KEY, Browser
from web.factory import create_app
from web.security import network_of

RMA = Rma("RMA-10007")
OTHER = Rma("RMA-10001")
LINES = [
    {"line": 1, "count": 1, "reason": "broken_on_arrival", "note": "The lid\nwas <b>broken</b>"},
    {"line": 2, "count": 0, "reason": "", "note": ""},
    {"line": 3, "count": 1, "reason": "too_small", "note": ""},
]


def picture(colour: str = "red", where: bytes = b"48.8583N") -> bytes:
    """Draw a photo as a telephone makes one, with where it was taken in it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = where.decode()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def rig(rig: Rig) -> Rig:
    form = FormHouse(enabled=True, url="https://returns.example.com", proxy="10.0.0.1")
    world = replace(rig.world, house=replace(rig.world.house, form=form))
    return replace(rig, world=world, station=replace(rig.station, world=world))


@pytest.fixture
def app(rig: Rig) -> Flask:
    return compiled_once(create_app(rig.world, secret_key=KEY, trusted_hosts=["localhost"]))


class Customer:
    """A telephone with a link."""

    def __init__(self, app: Flask, path: str, address: str = "198.51.100.7") -> None:
        self.http = app.test_client()
        self.path = path
        self.at = {"REMOTE_ADDR": address}

    def get(self, rest: str = "", **headers: str) -> TestResponse:
        known = {"Accept": "text/html", **headers}
        return self.http.get(self.path + rest, headers=known, environ_base=self.at)

    def post(self, rest: str, **sent: object) -> TestResponse:
        if not hasattr(self, "token"):
            self.token = re.findall(r'csrf-token" content="([^"]+)"', self.get().text)[0]
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self.http.post(f"{self.path}/{rest}", headers=headers, environ_base=self.at, **sent)  # type: ignore[arg-type]

    def send(self, lines: object = LINES) -> bool:
        return bool(self.post("send", json={"lines": lines}).json["ok"])  # type: ignore[index]

    def photo(self, data: bytes, line: int = 1) -> dict[str, object]:
        return dict(self.post(f"photos/{line}", data=data, content_type="image/jpeg").json or {})


def path_of(rig: Rig, rma: Rma = RMA) -> str:
    return link_for(rig.world, rma).url.removeprefix("https://returns.example.com")


@pytest.fixture
def customer(app: Flask, rig: Rig) -> Customer:
    return Customer(app, path_of(rig))


def sent(rig: Rig) -> list[dict[str, object]]:
    return [entry["payload"] for entry in entries(rig) if entry["kind"] == "form_sent"]


# Filling it in -------------------------------------------------------------------------------------


def test_what_is_sent_is_an_entry_without_a_word_of_the_customer(rig: Rig, customer: Customer) -> None:
    named = customer.photo(picture())["photo"]
    assert customer.send()
    (told,) = sent(rig)
    assert [(x["count"], x["reason"], x["photos"]) for x in told["lines"]] == [  # type: ignore[attr-defined]
        (1, "broken_on_arrival", [named]), (0, None, []), (1, "too_small", []),
    ]  # fmt: skip
    with rig.world.read() as uow:
        whole = b"".join(entry.canonical for entry in uow.journal.entries())
        form = uow.forms.get(RMA)
        assert form and uow.notes.text(form.lines[0].note) == "The lid was <b>broken</b>"
    assert b"broken</b>" not in whole
    assert "&lt;b&gt;broken" in customer.get().text
    assert check(rig.world).sound


def test_the_same_again_changes_nothing_and_a_change_counts_until_the_parcel_is_here(
    rig: Rig, customer: Customer
) -> None:
    assert customer.send() and customer.send()
    assert len(sent(rig)) == 1
    assert customer.send([{**LINES[0], "note": "other"}, *LINES[1:]])
    assert [told["revision"] for told in sent(rig)] == [1, 2]
    with rig.world.begin() as uow:
        uow.catalog.save_expected(uow.catalog.expected(RMA).receive(1))
    assert not customer.send() and "ok" in customer.photo(picture()) and not customer.photo(picture())["ok"]
    assert "Your parcel is here." in customer.get().text
    assert len(sent(rig)) == 2


NOT_RIGHT = [
    [], LINES[:2], [*LINES, {**LINES[0], "line": 9}], [{**LINES[0], "count": 2}, *LINES[1:]],
    [{**LINES[0], "count": -1}, *LINES[1:]], [{**LINES[0], "reason": "because"}, *LINES[1:]],
    [{**LINES[0], "note": "x" * 301}, *LINES[1:]], [{**LINES[0], "count": True}, *LINES[1:]],
    [{**LINES[0], "note": None}, *LINES[1:]], [{**line, "count": 0} for line in LINES], "x", None, [1, 2, 3],
]  # fmt: skip


def test_what_is_not_right_is_not_kept(rig: Rig, customer: Customer) -> None:
    assert [lines for lines in NOT_RIGHT if customer.send(lines)] == []
    assert sent(rig) == []


SPOKEN = (
    ("en", "What are you sending back?", "ltr"),
    ("he", "מה מחזירים?", "rtl"),
    ("ru", "Что вы возвращаете?", "ltr"),
)


def test_it_speaks_the_language_that_was_chosen(customer: Customer) -> None:
    for language, words, direction in SPOKEN:
        page = customer.get(f"?lang={language}").text
        assert words in page and f'dir="{direction}"' in page
        assert words in customer.get("?lang=xx", **{"Accept-Language": language}).text


# Photos --------------------------------------------------------------------------------------------


def test_a_photo_is_drawn_anew_and_shown_by_its_own_link(rig: Rig, app: Flask, customer: Customer) -> None:
    named = customer.photo(picture())["photo"]
    shown = customer.get(f"/photos/{named}")
    assert shown.mimetype == "image/jpeg" and b"48.8583N" not in shown.data
    other = Customer(app, path_of(rig, OTHER))
    assert other.get(f"/photos/{named}").status_code == 404
    assert customer.get("/photos/" + "0" * 64).status_code == 404


def test_what_is_no_photo_is_refused_in_words(customer: Customer) -> None:
    for data in (b"", b"GIF89a", b"<svg/>", picture()[:200]):
        answer = customer.photo(data)
        assert (answer["ok"], "photo" in answer) == (False, False) and answer["say"]


def test_a_link_takes_so_many_photos_and_no_more(rig: Rig, customer: Customer) -> None:
    colours = ("red", "green", "blue", "white", "black")[: PHOTOS_OF_A_LINE + 1]
    many = [customer.photo(picture(colour))["ok"] for colour in colours]
    assert many == [True] * PHOTOS_OF_A_LINE + [False]
    with rig.world.begin() as uow:
        (link,) = uow.forms.links(RMA)
        uow.forms.save_link(replace(link, photos=(), uploads=UPLOADS))
    assert not customer.photo(picture())["ok"]
    assert not customer.photo(picture(), line=77)["ok"]


def test_a_photo_taken_back_is_not_sent(rig: Rig, customer: Customer) -> None:
    named = customer.photo(picture())["photo"]
    assert customer.post("drop/1", json={"photo": named}).json == {"ok": True}
    customer.send()
    assert [line["photos"] for line in sent(rig)[0]["lines"]] == [[], [], []]  # type: ignore[attr-defined]


# A form link guessed -------------------------------------------------------------------------------


def stripped(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    return answer.status_code, answer.text, sorted(answer.headers.items())


def test_all_wrong_links_get_the_same_answer_to_the_byte(rig: Rig, app: Flask) -> None:
    replaced = path_of(rig)
    over = path_of(rig, OTHER)
    path_of(rig)
    rig.clock.advance(days=40)
    wrong = [replaced, over, "/r/" + "x" * 43, "/r/x", "/r/" + RMA, "/r/" + "é" * 20, "/r/" + "x" * 3000]
    answers = [stripped(Customer(app, path).get()) for path in wrong]
    assert {status for status, _, _ in answers} == {404}
    assert len({str(answer) for answer in answers}) == 1
    assert RMA not in answers[0][1] and "csrf" not in answers[0][1]


def test_guesses_are_slowed_by_address_and_then_nothing_opens_anything(
    rig: Rig, app: Flask, customer: Customer
) -> None:
    for number in range(20):
        assert Customer(app, f"/r/{number:043}").get().status_code == 404
    before = len(entries(rig))
    assert customer.get().status_code == 404  # a right link from there tells no more than a wrong one
    assert Customer(app, customer.path, "198.51.100.8").get().status_code == 200
    assert Customer(app, customer.path, "2001:db8::1").get().status_code == 200
    rig.clock.advance(minutes=2)
    assert customer.get().status_code == 200
    assert len(entries(rig)) == before
    rig.sign_in()  # and nobody who works here was slowed down


def test_only_the_sites_own_proxy_is_believed_about_addresses(app: Flask, rig: Rig) -> None:
    path = path_of(rig)
    for number in range(20):
        guess = Customer(app, f"/r/{number:043}", "10.0.0.1")
        guess.get(**{"X-Forwarded-For": "203.0.113.9, 203.0.113.5"})
    by_proxy = Customer(app, path, "10.0.0.1")
    assert by_proxy.get(**{"X-Forwarded-For": "203.0.113.9, 203.0.113.5"}).status_code == 404
    assert by_proxy.get(**{"X-Forwarded-For": "203.0.113.6"}).status_code == 200
    direct = Customer(app, path, "203.0.113.6")
    assert direct.get(**{"X-Forwarded-For": "203.0.113.5"}).status_code == 200


def test_only_the_hash_of_a_link_is_kept(rig: Rig) -> None:
    token = path_of(rig).removeprefix("/r/")
    assert len(token) >= 43
    stored = b"".join(path.read_bytes() for path in rig.station.folder.path.rglob("station.db*"))
    assert token.encode() not in stored


def test_a_new_link_takes_the_place_of_the_old_and_keeps_what_was_sent(rig: Rig, app: Flask) -> None:
    first = Customer(app, path_of(rig))
    named = first.photo(picture())["photo"]
    first.send()
    second = Customer(app, path_of(rig))
    assert first.get().status_code == 404
    assert str(named) in second.get().text


def test_a_form_that_is_switched_off_is_not_there(rig: Rig) -> None:
    path = path_of(rig)
    off = replace(rig.world, house=replace(rig.world.house, form=FormHouse()))
    app = create_app(off, secret_key=KEY, trusted_hosts=["localhost"])
    assert Customer(app, path).get().status_code == 404


def test_the_address_goes_nowhere_else_and_the_page_keeps_to_itself(customer: Customer) -> None:
    answer = customer.get()
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="https?:', answer.text)


def test_another_site_sends_nothing_in_the_customers_name(customer: Customer) -> None:
    customer.send()
    refused = customer.http.post(f"{customer.path}/send", json={"lines": LINES}, environ_base=customer.at)
    assert refused.status_code == 400
    foreign = {"Origin": "https://evil.example", "X-CSRFToken": customer.token}
    answer = customer.http.post(f"{customer.path}/send", json={}, headers=foreign, environ_base=customer.at)
    assert answer.status_code == 403


def test_the_form_is_sent_over_tls_where_the_browser_tells_as_much_as_the_page_lets_it(
    customer: Customer,
) -> None:
    tls = {"base_url": "https://localhost", "environ_base": customer.at}
    page = customer.http.get(customer.path, **tls)
    told = {"strict-origin": {"Referer": "https://localhost/"}, "no-referrer": {}}
    headers = told[page.headers["Referrer-Policy"]] | {
        "X-CSRFToken": re.findall(r'csrf-token" content="([^"]+)"', page.text)[0]
    }
    answer = customer.http.post(f"{customer.path}/send", json={"lines": LINES}, headers=headers, **tls)
    assert answer.status_code == 200


# At the bench and the desk -------------------------------------------------------------------------


def test_the_bench_says_what_the_customer_said_beside_the_item(
    rig: Rig, customer: Customer, browser: Browser
) -> None:
    named = [customer.photo(picture(colour))["photo"] for colour in ("red", "blue")]
    elsewhere = customer.photo(picture("green"), line=3)["photo"]
    customer.send()
    browser.sign_in()
    assert browser.get(f"/bench/said/photos/{named[0]}").status_code == 404
    with rig.world.read() as uow:
        line = uow.catalog.expected(RMA).lines[0]
        gtin = uow.catalog.product(line.sku).gtin
    rig.scan(RMA)
    rig.scan(gtin)
    face = browser.get("/bench/view").text
    assert "הלקוח אומר: הגיע שבור" in face and re.search(r"הגיע שבור</bdi>|הגיע שבור[^<]*, 2 תמונות", face)
    page = browser.get("/bench/said").text
    assert "&lt;b&gt;broken" in page and str(named[1]) in page and str(elsewhere) not in page
    assert browser.get(f"/bench/said/photos/{named[1]}").mimetype == "image/jpeg"
    assert browser.get(f"/bench/said/photos/{elsewhere}").status_code == 404
    assert browser.get(f"/said/{RMA}/photos/{elsewhere}").status_code == 403
    assert browser.get(f"/said/{RMA}").status_code == 403


def test_a_supervisor_makes_a_link_and_sees_what_was_said(rig: Rig, app: Flask, browser: Browser) -> None:
    browser.sign_in(Role.SUPERVISOR)
    answer = browser.post("/said/link", {"rma": RMA}).json or {}
    assert answer["ok"] and "<svg" in answer["html"]
    path = re.findall(r'value="https://returns.example.com([^"]+)"', answer["html"])[0]
    customer = Customer(app, path)
    named = customer.photo(picture())["photo"]
    customer.send()
    assert "broken on arrival" in browser.get(f"/parcels/{RMA}").text
    assert browser.get(f"/said/{RMA}/photos/{named}").mimetype == "image/jpeg"
    assert browser.get(f"/said/{OTHER}/photos/{named}").status_code == 404
    assert not (browser.post("/said/link", {"rma": "RMA-0"}).json or {})["ok"]


def test_those_who_come_by_ipv4_to_a_door_of_both_are_not_all_one() -> None:
    addresses = ["::ffff:192.0.2.7", "::ffff:192.0.2.8", "192.0.2.7", "2001:db8::1:2", "fe80::1%eth0"]
    counted = [network_of(each) for each in addresses]
    assert counted == ["192.0.2.7", "192.0.2.8", "192.0.2.7", "2001:db8::/64", "fe80::/64"]


def test_what_a_customer_said_goes_with_them(rig: Rig, customer: Customer) -> None:
    with rig.world.begin() as uow:
        known = replace(uow.catalog.expected(RMA), customer="C-9")
        uow.catalog.load((), [known], ())
        uow.signals.sent("customer", "C-9", RMA, rig.world.today)
    photos = [str(customer.photo(picture(colour))["photo"]) for colour in ("red", "green", "blue")]
    customer.post("drop/1", json={"photo": photos[0]})
    customer.send()
    customer.post("drop/1", json={"photo": photos[1]})
    assert customer.photo(picture("white"), line=3)["ok"]
    with rig.world.read() as uow:
        note = uow.forms.get(RMA).lines[0].note  # type: ignore[union-attr]
    remove_sender(rig.world, known_person(rig, "amir"), "C-9", pin_of(rig))
    with rig.world.read() as uow:
        form = uow.forms.get(RMA)
        assert form and form.photos == () and not uow.notes.text(note)
    assert customer.get().status_code == 404, "nothing more comes in that nobody could find"
    photos.append(sha256(rig.world.eyes.rewritten(picture("white"))).hexdigest())
    assert [photo for photo in photos if size_of(rig.world.vault, photo)] == []
    assert timedelta(days=30) == FormHouse().lasts
