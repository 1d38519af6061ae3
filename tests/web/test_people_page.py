"""The page of people, one's own page, and sign-in at a desk, as a browser meets them."""

from collections.abc import Callable

import pytest

from station.domain.people import Role
from station.domain.scanning import BADGE_PREFIX
from station.services import signing_in
from tests.support.people import pin_of
from tests.support.stations import Rig
from tests.support.work import in_hand, open_item, payloads
from tests.web.conftest import Browser

Opens = Callable[[], Browser]
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def number(rig: Rig, id_: str) -> str:
    with rig.world.read() as uow:
        return uow.people.get(id_).sign_in


def at_desk(browser: Browser, role: Role = Role.MANAGER) -> Browser:
    person = browser.rig.person(role)
    claim = {"who": number(browser.rig, person.id), "pin": person.pin}
    assert browser.post("/sign-in/desk", claim).json == {"to": "/"}
    return browser


def do(browser: Browser, act: str, person: str, pin: str = "", **more: object) -> dict[str, object]:
    fields = {"pin": pin, **more}
    answer = browser.post(f"/people/{act}", {"person": person, "fields": fields})
    assert answer.status_code == 200
    return dict(answer.json or {})


def add(browser: Browser, name: str, role: str = "operator") -> dict[str, str]:
    fields = {"name": name, "role": role, "language": "en", "pin": pin_of(browser.rig)}
    answer = browser.post("/people/add", {"fields": fields}).json
    assert answer and answer["ok"], answer
    return dict(answer["once"])


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 403), (Role.MANAGER, 200)]
)
def test_people_are_for_managers(browser: Browser, role: Role, status: int) -> None:
    at_desk(browser, role)
    assert browser.get("/people").status_code == status
    assert browser.post("/people/badge", {"person": "dana"}).status_code == status


def test_the_page_shows_everybody_and_no_secret(browser: Browser, rig: Rig) -> None:
    page = at_desk(browser).get("/people").text
    for person in rig.site.people:
        assert person.name in page and number(rig, person.id) in page
        assert person.pin not in page and person.badge not in page
    assert "argon2" not in page


@pytest.mark.parametrize("name", [HOSTILE, "דנה לוי", "محمد الأمين", "{{ 7 * 7 }}"])
def test_a_name_is_a_name_wherever_it_shows(browser: Browser, open_browser: Opens, name: str) -> None:
    once = add(at_desk(browser), name)
    page = browser.get("/people").text
    assert "<img src=x" not in page and "{{" not in page.replace("{{ 7 * 7 }}", "")
    assert f"<bdi>{name}</bdi>" in page or HOSTILE in name
    browser.rig.scan(BADGE_PREFIX + once["badge"])
    door = open_browser().get("/sign-in").text
    assert "<img src=x" not in door
    label = browser.post("/labels/badge.pdf", {"badge": once["badge"]})
    assert label.data.startswith(b"%PDF")


def test_what_is_handed_over_opens_the_door_once(browser: Browser, open_browser: Opens) -> None:
    once, fresh = add(at_desk(browser), "Lena"), open_browser()
    first = fresh.post("/sign-in/desk", {"who": once["number"], "pin": once["pin"]}).json
    assert first and first["choose"] and "Lena" in first["say"]
    claim = {"who": once["number"], "pin": once["pin"], "fresh": "a PIN of words"}
    assert fresh.post("/sign-in/desk", claim).json == {"to": "/"}
    assert fresh.get("/me").status_code == 200
    assert "Lena" not in open_browser().get("/sign-in/desk").text


def test_a_one_time_pin_is_exchanged_at_the_bench(browser: Browser, open_browser: Opens) -> None:
    once, bench = add(at_desk(browser), "Lena"), open_browser()
    bench.rig.scan(BADGE_PREFIX + once["badge"])
    said = bench.post("/sign-in/pin", {"pin": once["pin"]}).json
    assert said and "data-choose" in said["html"] and "Lena" in said["html"]
    plain = bench.post("/sign-in/choose", {"pin": once["pin"], "fresh": "00000000"}).json
    assert plain and plain["say"] == "pin_too_plain" and "data-choose" in plain["html"]
    assert bench.post("/sign-in/choose", {"pin": "", "fresh": "words of my own"}).json["say"] == "wrong_pin"
    chosen = bench.post("/sign-in/choose", {"pin": once["pin"], "fresh": "words of my own"})
    assert chosen.json == {"to": "/bench"}


def test_ending_access_takes_ones_own_pin_and_the_bench_locks(browser: Browser, open_browser: Opens) -> None:
    rig = browser.rig
    at_desk(browser)
    bench = open_browser().sign_in()
    open_item(rig)
    draft = in_hand(rig)
    bench = open_browser().sign_in()
    refused = do(browser, "end", "dana", "00000000")
    assert not refused["ok"] and "pin" in dict(refused["wrong"])  # type: ignore[call-overload]
    assert bench.get("/bench").status_code == 200
    assert do(browser, "end", "dana", pin_of(rig))["ok"]
    assert bench.post("/bench/act", {"command": "1"}).status_code == 401
    assert bench.get("/bench").location == "/sign-in"
    assert in_hand(rig) == draft


def test_the_bench_belongs_to_its_session_and_to_no_other_of_the_same_person(
    browser: Browser, open_browser: Opens
) -> None:
    bench = browser.sign_in(Role.SUPERVISOR)
    desk = at_desk(open_browser(), Role.SUPERVISOR)
    assert 'class="face taken"' in desk.get("/bench/view").text
    assert desk.post("/bench/act", {"command": "1"}).status_code == 403
    assert desk.post("/bench/scan", {"text": "RMA-10001"}).status_code == 403
    assert desk.post("/bench/pin", {"pin": "1"}).status_code == 403
    assert desk.post("/scan", {"text": "RMA-10001", "from": "/audit"}).json == {}
    assert desk.get("/audit").status_code == desk.get("/rules").status_code == 200
    assert bench.post("/bench/act", {"command": "1"}).status_code == 200
    assert desk.post("/sign-out").json == {"to": "/sign-in/desk"}
    assert bench.get("/bench").status_code == 200


def test_a_cookie_is_dead_after_sign_out(browser: Browser, open_browser: Opens) -> None:
    at_desk(browser)
    kept = browser.http.get_cookie("station")
    assert kept
    browser.post("/sign-out")
    thief = open_browser()
    thief.http.set_cookie("station", kept.value)
    assert thief.get("/people").location == "/sign-in"


def test_a_browser_has_one_session_and_the_one_before_is_over(browser: Browser, open_browser: Opens) -> None:
    at_desk(browser)
    before = browser.http.get_cookie("station")
    assert before
    at_desk(browser, Role.SUPERVISOR)
    thief = open_browser()
    thief.http.set_cookie("station", before.value)
    assert thief.get("/me").status_code == 303
    browser.sign_in()
    assert browser.get("/bench").status_code == 200


def test_home_is_where_one_works(browser: Browser, open_browser: Opens) -> None:
    assert at_desk(browser, Role.SUPERVISOR).get("/").location == "/audit"
    assert at_desk(open_browser(), Role.OPERATOR).get("/").location == "/work"
    assert open_browser().sign_in().get("/").location == "/bench"
    assert browser.get("/sign-in/desk").location == browser.get("/sign-in").location == "/audit"


def test_ones_own_pin_is_changed_on_ones_own_page(browser: Browser) -> None:
    at_desk(browser, Role.OPERATOR)
    assert number(browser.rig, "dana") in browser.get("/me").text
    wrong = browser.post("/me/pin", {"pin": "00000000", "fresh": "words of my own"}).json
    assert wrong and list(wrong["wrong"]) == ["pin"]
    pin = browser.rig.person(Role.OPERATOR).pin
    short = browser.post("/me/pin", {"pin": pin, "fresh": "short"}).json
    assert short and list(short["wrong"]) == ["fresh"]
    assert browser.post("/me/pin", {"pin": pin, "fresh": "words of my own"}).json["ok"]
    assert browser.post("/me/sign-out-everywhere").json == {"to": "/sign-in"}
    assert browser.get("/me").status_code == 303


def test_a_far_browser_that_guesses_badges_does_not_slow_the_bench_down(browser: Browser, rig: Rig) -> None:
    said = [post_from(browser, "192.0.2.7", "badge", {"text": f"$ID-NOBODY{n}"}) for n in range(21)]
    assert said[19:] == ["unknown_badge", "slow_down"]
    rig.sign_in()


def test_the_addresses_of_one_network_count_as_one(browser: Browser) -> None:
    claim = {"who": "100000", "pin": "00000000"}
    said = [post_from(browser, f"2001:db8::{n + 1:x}", "desk", {**claim, "who": f"{n}"}) for n in range(21)]
    assert len(set(said[:20])) == 1 and said[20] != said[19]


def post_from(browser: Browser, address: str, where: str, body: dict[str, str]) -> str:
    """Post to a door from another computer, and return what was said."""
    answer = browser.http.post(
        f"/sign-in/{where}",
        json=body,
        headers={"X-CSRFToken": browser.token()},
        environ_overrides={"REMOTE_ADDR": address},
    )
    assert answer.json
    return str(answer.json["say"])


def test_what_is_kept_is_given_out_and_that_is_noted(browser: Browser, rig: Rig) -> None:
    rig.sign_in()
    open_item(rig)
    at_desk(browser)
    found = browser.post("/people/kept", {"person": "dana", "form": "json"})
    assert found.json["person"]["name"] == "Dana L."
    assert found.json["sessions"][0]["place"] == "bench"
    assert {entry["what"] for entry in found.json["journal"]} >= {"signed_in", "person_added"}
    assert "argon2" not in found.text
    assert "Dana L." in browser.post("/people/kept", {"person": "dana", "form": "txt"}).text
    assert payloads(rig, "person_exported") == [{"person": "dana"}] * 2
    assert browser.post("/people/kept", {"person": "nobody", "form": "txt"}).status_code == 404


def test_an_act_on_nobody_is_refused_and_an_odd_body_too(browser: Browser) -> None:
    at_desk(browser)
    pin = pin_of(browser.rig)
    for act in ("badge", "reset", "unlock", "end", "give", "remove"):
        assert not do(browser, act, "nobody", pin)["ok"]
        assert browser.post(f"/people/{act}", {"person": ["dana"], "fields": "x"}).status_code == 200
    assert signing_in.person_of(browser.rig.world, "no token") is None
