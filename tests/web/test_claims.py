"""Claims on screen: begun from a record, moved on, sorted by what is late; and packs to download."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from station.domain.people import Role
from station.domain.texts import LANGUAGES
from station.services import claims
from station.services.signing_in import set_taste
from tests.support.packed import checked
from tests.support.stations import Rig
from tests.support.work import payloads, to_bin, to_verdict
from tests.web.conftest import Browser

HOSTILE = "<script>alert(1)</script> Ms. Levi"


@pytest.fixture
def lpn(rig: Rig) -> str:
    to_verdict(rig)
    to_bin(rig)
    with rig.world.read() as uow:
        return uow.inspections.recent(1)[0].item.lpn


def form(rig: Rig, lpn: str, **typed: str) -> dict[str, str]:
    known_on = rig.world.today.isoformat()
    return {
        "lpn": lpn,
        "kind": "carrier",
        "reason": "damaged",
        "known_on": known_on,
        "reference": "CR-1",
        **typed,
    }


def begin(browser: Browser, fields: dict[str, str]) -> dict[str, object]:
    return dict(browser.post("/claims/begin", {"fields": fields}).json or {})


def begun(browser: Browser, fields: dict[str, str]) -> str:
    told = begin(browser, fields)
    assert told["ok"] is True, told
    return str(told["to"]).rpartition("/")[2]


def download(browser: Browser, path: str) -> bytes:
    with browser.get(f"/packs/{path}") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert "filename=evidence-" in answer.headers["Content-Disposition"]
        return bytes(answer.data)


def move(browser: Browser, claim: str, to: str, revision: int, **more: str) -> dict[str, object]:
    return dict(
        browser.post("/claims/move", {"claim": claim, "to": to, "revision": revision, **more}).json or {}
    )


def test_operators_see_no_claims_and_get_no_packs(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in()
    for path in ("/claims", f"/claims/new?item={lpn}", f"/packs/item/{lpn}"):
        assert browser.get(path).status_code == 403
    assert browser.post("/claims/begin", {"fields": form(rig, lpn)}).status_code == 403


def test_a_claim_is_begun_sent_and_settled(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert f"/claims/new?item={lpn}" in browser.get(f"/audit/{lpn}").text
    assert 'name="known_on"' in browser.get(f"/claims/new?item={lpn}").text
    claim = begun(browser, form(rig, lpn, note=HOSTILE))
    assert f'href="/claims/{claim}"' in browser.get(f"/audit/{lpn}").text
    assert "7 days left" in browser.get("/claims").text
    assert move(browser, claim, "sent", 0, reference="CARRIER/77")["ok"] is True
    assert move(browser, claim, "settled", 0)["reason"] == "changed_meanwhile"
    assert move(browser, claim, "open", 1)["reason"] == "not_now"
    assert move(browser, claim, "settled", 1)["ok"] is True
    assert claim not in browser.get("/claims").text
    page = browser.get("/claims?over=1").text
    assert claim in page and "CARRIER/77" in page


def test_the_journal_knows_a_claim_and_nothing_personal(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    claim = begun(browser, form(rig, lpn, note=HOSTILE))
    move(browser, claim, "dropped", 0)
    (first,), (second,) = payloads(rig, "claim_begun"), payloads(rig, "claim_moved")
    assert (first["claim"]["id"], first["claim"]["state"], second["was"]) == (claim, "open", "open")
    assert second["claim"]["state"] == "dropped"
    assert "Levi" not in json.dumps([first, second])
    assert len(first["claim"]["note"]) == 64
    page = browser.get(f"/claims/{claim}").text
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_what_is_late_stands_first_and_says_so(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    ago = {days: (rig.world.today - timedelta(days=days)).isoformat() for days in (9, 7, 5, 0)}
    ids = {days: begun(browser, form(rig, lpn, known_on=day)) for days, day in ago.items()}
    page = browser.get("/claims").text
    assert [page.index(ids[days]) for days in (9, 7, 5, 0)] == sorted(
        page.index(each) for each in ids.values()
    )
    assert [word in page for word in ("2 days overdue", "due today", "2 days left", "7 days left")] == [
        True
    ] * 4
    assert page.count('data-urgency="overdue"') == 2  # the row and its mark
    assert claims.urgent(rig.world) == 3


def test_every_page_of_claims_is_reached_by_its_key(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    all_ = {begun(browser, form(rig, lpn)) for _ in range(5)}
    for claim in list(all_)[:2]:
        move(browser, claim, "sent", 0)
    found, after = [], ""
    while page := claims.page(rig.world, after=after, size=2):
        found += [known.claim.id for known in page.claims]
        after = page.next or ""
        if not after:
            break
    assert set(found) == all_ and len(found) == 5


def test_every_mistake_is_told_by_its_field(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    tomorrow = (rig.world.today + timedelta(days=1)).isoformat()
    told = begin(browser, form(rig, lpn, kind="uncle", reason="", known_on=tomorrow, reference="Ms. Levi"))
    assert set(told["wrong"]) == {"kind", "reason", "known_on", "reference"}  # type: ignore[call-overload]
    assert set(begin(browser, form(rig, lpn, known_on="x", note="a" * 1500))["wrong"]) == {"known_on", "note"}  # type: ignore[call-overload]
    assert begin(browser, form(rig, "L07-9999999-9"))["reason"] == "unknown_code"
    assert payloads(rig, "claim_begun") == []


def test_nonsense_is_refused_and_harms_nothing(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    assert browser.get("/claims/nothing").status_code == 404
    assert browser.get("/claims/new").status_code == 404
    assert browser.get("/claims/new?item=<script>").status_code == 404
    assert browser.get(f"/claims?after={'x' * 500}").status_code == 200
    for body in (
        {},
        {"claim": "x", "to": "gone", "revision": 0},
        {"claim": "x", "to": "sent", "revision": "0"},
    ):
        assert browser.post("/claims/move", body).status_code == 400
    assert move(browser, "x", "sent", 0)["reason"] == "unknown_code"
    assert (
        move(browser, begun(browser, form(rig, lpn)), "sent", 0, reference="a b")["reason"]
        == "malformed_code"
    )


def test_a_pack_is_downloaded_and_checks_out(browser: Browser, rig: Rig, lpn: str, tmp_path: Path) -> None:
    """That of an item, of its return, and of a claim about it with what was written in it."""
    browser.sign_in(Role.SUPERVISOR)
    with rig.world.read() as uow:
        rma = uow.inspections.recent(1)[0].item.rma
    claim = begun(browser, form(rig, lpn, note=HOSTILE))
    for kind, subject in (("item", lpn), ("return", rma), ("claim", claim)):
        data = download(browser, f"{kind}/{quote(str(subject))}?language=ru")
        found = checked(tmp_path, data)
        assert (found.problems, found.record["kind"], found.record["language"]) == ([], kind, "ru")
    assert found.record["claim"]["id"] == claim
    assert [note["text"] for note in found.record["notes"]] == [HOSTILE]


def test_a_text_that_was_removed_is_in_no_pack(browser: Browser, rig: Rig, lpn: str, tmp_path: Path) -> None:
    browser.sign_in(Role.SUPERVISOR)
    claim = begun(browser, form(rig, lpn, note=HOSTILE))
    with rig.world.begin() as uow:
        uow.notes.remove(payloads(rig, "claim_begun")[0]["claim"]["note"])
    assert "was removed" in browser.get(f"/claims/{claim}").text
    data = download(browser, f"claim/{claim}")
    assert (checked(tmp_path, data).problems, b"Levi" in data) == ([], False)


def test_there_is_no_pack_of_what_is_not_here(browser: Browser, rig: Rig, lpn: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    for path in ("item/L07-9999999-9", "return/NONE", "claim/x", f"people/{lpn}", f"item/{lpn}?language=fr"):
        assert browser.get(f"/packs/{path}").status_code == 404
    assert browser.get("/packs/item/../../etc/passwd").status_code in (303, 404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_every_language(browser: Browser, rig: Rig, lpn: str, language: str) -> None:
    browser.sign_in(Role.SUPERVISOR)
    set_taste(rig.world, rig.person(Role.SUPERVISOR).id, language=language)
    claim = begun(browser, form(rig, lpn))
    for path in ("/claims", f"/claims/new?item={lpn}", f"/claims/{claim}"):
        page = browser.get(path)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text
