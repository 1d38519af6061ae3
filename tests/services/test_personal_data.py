"""What the law may ask to be removed goes for good; the record stays as it was written and checks out."""

from pathlib import Path

from station.app.run import started
from station.domain.errors import Reason
from station.domain.people import Role
from station.domain.people_events import PhotoRemovedBecause
from station.domain.proof.pack import About, PackKind
from station.domain.scanning import Command
from station.services import notes, queries, signing_in
from station.services.loading import load_site
from station.services.people import desk, kept, managing, photos, removing, senders
from station.services.proof.checking import check
from station.services.verifying import check_journal
from tests.support.packed import checked, members_of, pack_of
from tests.support.people import known, pin_of, refused
from tests.support.stations import Rig, make_rig, stocked_rig
from tests.support.work import (
    badge,
    entries,
    last_closed,
    open_item,
    payloads,
    press,
    said,
    to_bin,
    to_verdict,
)


def remove(rig: Rig, id_: str = "dana") -> None:
    managing.end_access(rig.world, known(rig, "amir"), id_, pin_of(rig))
    removing.remove_person(rig.world, known(rig, "amir"), id_, pin_of(rig))


def canonical(rig: Rig) -> list[bytes]:
    with rig.world.read() as uow:
        return [entry.canonical for entry in uow.journal.entries()]


def test_a_removed_person_is_a_number_and_the_record_says_what_it_said(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    before = canonical(rig)
    remove(rig)
    assert canonical(rig)[: len(before)] == before
    assert check_journal(rig.world) == ()
    nobody = known(rig, "dana")
    assert (nobody.name, nobody.pin_hash, nobody.sign_in) == (f"grader {nobody.number}", "", "")
    record = queries.record(rig.world, last_closed(rig).item.lpn)
    assert record and set(record.people.values()) == {nobody.name}
    assert said(rig.scan(badge(rig, Role.OPERATOR))) == Reason.UNKNOWN_BADGE
    assert payloads(rig, "person_removed") == [{"person": "dana", "notes": 0}]


def test_only_of_those_without_access_and_once(rig: Rig) -> None:
    act = (removing.remove_person, rig.world, known(rig, "amir"), "dana")
    assert refused(*act, pin_of(rig)) is Reason.STILL_HAS_ACCESS
    remove(rig)
    assert refused(*act, pin_of(rig)) is Reason.NOT_NOW
    assert refused(*act, "00000000") is Reason.WRONG_PIN
    assert refused(managing.give_access, rig.world, known(rig, "amir"), "dana", pin_of(rig)) is Reason.NOT_NOW


def test_a_file_does_not_bring_a_removed_name_back(rig: Rig) -> None:
    remove(rig)
    taken = load_site(rig.world, [], [], [], rig.site.people)
    assert taken.removed == ("dana",)
    assert known(rig, "dana").name.startswith("grader")
    assert check_journal(rig.world) == ()


def test_nothing_of_a_name_is_left_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with stocked_rig(folder) as rig:
        rig.sign_in()
        person = known(rig, "dana")
        remove(rig)
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Dana L." not in written
    assert person.badge_hash.encode() not in written
    assert person.pin_hash.encode() not in written
    again = make_rig(folder)
    with started(again.station.parts[:2]):
        assert known(again, "dana").name == f"grader {person.number}"
        assert check_journal(again.world) == ()


def test_notes_by_a_person_go_with_them_and_others_stay(rig: Rig) -> None:
    with rig.world.begin() as uow:
        own, other = notes.kept(uow, "written by Dana"), notes.kept(uow, "written by Noa")
        for person, note in (("dana", own), ("noa", other)):
            uow.journal.append(WithNote(person, note), person)
    found = kept.give_out(rig.world, "dana", "amir")
    assert [note["text"] for note in found["notes"]] == ["written by Dana"]
    remove(rig)
    with rig.world.read() as uow:
        assert (uow.notes.text(own), uow.notes.text(other)) == (None, "written by Noa")
    assert own in str(entries(rig))
    assert payloads(rig, "person_removed")[0]["notes"] == 1
    assert kept.give_out(rig.world, "dana", "amir")["notes"] == []


def WithNote(person: str, note: str) -> object:  # noqa: N802 - stands for any event with a note
    from station.domain.people_events import PersonChanged

    return PersonChanged(person, ("name", note), "operator", "operator")


def test_what_is_kept_is_told_whole_and_without_what_proves(rig: Rig) -> None:
    open_item(rig)
    press(rig, 1, Command.PHOTO)
    to_bin(rig)
    found = kept.give_out(rig.world, "dana", "amir")
    text, machine = kept.as_text(found), kept.as_json(found)
    for each in ("Dana L.", known(rig, "dana").sign_in, "inspection finished", last_closed(rig).item.lpn):
        assert each in text
    for secret in (known(rig, "dana").badge_hash, known(rig, "dana").pin_hash):
        assert secret not in text + machine
    assert {e["what"] for e in found["journal"] if e["by_this_person"]} >= {
        "signed_in",
        "inspection_finished",
    }


# Customers and addresses ---------------------------------------------------------------------------


def with_sender(rig: Rig) -> str:
    """Announce a return of a customer again, once its item is here, and return the rma."""
    from dataclasses import replace

    to_verdict(rig)
    to_bin(rig)
    rma = last_closed(rig).item.rma
    assert rma
    with rig.world.read() as uow:
        expected = uow.catalog.expected(rma)
    lines = tuple(replace(line, serial="SN-OF-ANNA") for line in expected.lines)  # type: ignore[arg-type]
    load_site(rig.world, [], [replace(expected, customer="C-77", address="A-9", lines=lines)], [], [])
    return rma


def test_who_sent_a_return_is_forgotten_and_the_return_is_not(rig: Rig) -> None:
    rma = with_sender(rig)
    before = last_closed(rig)
    assert senders.kept_of(rig.world, "C-77")[0]["customer"] == "C-77"
    assert senders.remove_sender(rig.world, known(rig, "amir"), "C-77", pin_of(rig)) == 1
    assert refused(senders.kept_of, rig.world, "C-77") is Reason.NOT_NOW
    assert refused(senders.kept_of, rig.world, "A-9") is Reason.NOT_NOW
    with rig.world.read() as uow:
        expected = uow.catalog.expected(before.item.rma)  # type: ignore[arg-type]
        assert (expected.customer, expected.address) == ("", "")
        assert {line.serial for line in expected.lines if not line.still_expected} == {None}
        assert uow.catalog.find(("SN-OF-ANNA",)) == ()
    assert last_closed(rig) == before
    assert payloads(rig, "sender_removed") == [{"rmas": [rma]}]
    assert "C-77" not in str(entries(rig)) and "A-9" not in str(entries(rig))
    assert check_journal(rig.world) == ()


def test_no_key_is_nobodys_key(rig: Rig) -> None:
    for key in ("", "nobody", "' OR 1=1 --"):
        assert (
            refused(senders.remove_sender, rig.world, known(rig, "amir"), key, pin_of(rig)) is Reason.NOT_NOW
        )


# Photos --------------------------------------------------------------------------------------------

SHOWS_A_PERSON = PhotoRemovedBecause.PERSON


def test_a_photo_leaves_the_vault_on_a_supervisors_word_and_the_record_stays_sound(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    item = last_closed(rig)
    noa, pin = known(rig, "noa"), rig.person(Role.SUPERVISOR).pin
    ((sha256, there),) = photos.photos_of(rig.world, item.item.lpn)
    assert there
    act = (photos.remove_photo, rig.world, noa, item.item.lpn, sha256, SHOWS_A_PERSON)
    assert refused(*act, "00000000") is Reason.WRONG_PIN
    photos.remove_photo(rig.world, noa, item.item.lpn, sha256, SHOWS_A_PERSON, pin)
    assert photos.photos_of(rig.world, item.item.lpn) == ((sha256, False),)
    assert queries.photo(rig.world, item.item.lpn, sha256) is None
    assert last_closed(rig) == item
    assert payloads(rig, "photo_removed")[0]["because"] == "person"
    report = check(rig.world)
    assert report.sound and len(report.removed) == 1
    assert report.removed[0].startswith(f"photo {sha256} of {item.item.lpn} was removed on 20")
    assert "by noa, person" in report.removed[0]
    photos.remove_photo(rig.world, noa, item.item.lpn, sha256, SHOWS_A_PERSON, pin)  # after a power cut


def test_a_pack_is_made_and_checks_out_without_a_photo_that_was_removed(rig: Rig, tmp_path: Path) -> None:
    to_verdict(rig)
    to_bin(rig)
    item = last_closed(rig)
    sha256, pin = item.photos[0].sha256, rig.person(Role.SUPERVISOR).pin
    photos.remove_photo(rig.world, known(rig, "noa"), item.item.lpn, sha256, SHOWS_A_PERSON, pin)
    packed = pack_of(rig, About(PackKind.ITEM, item.item.lpn))
    assert sha256 not in " ".join(members_of(packed))
    assert checked(tmp_path, packed).problems == []


def test_a_photo_that_is_gone_without_an_entry_is_a_fault(rig: Rig) -> None:
    to_verdict(rig)
    to_bin(rig)
    rig.world.vault.remove(last_closed(rig).photos[0].sha256)
    assert [problem for problem in check_journal(rig.world) if "not in the vault" in problem]


def test_no_photo_goes_by_an_operator_nor_from_another_item_nor_in_hand(rig: Rig) -> None:
    to_verdict(rig)
    with rig.world.read() as uow:
        in_hand = uow.inspections.get(uow.bench.load().inspection or "")
    sha256, noa = in_hand.photos[0].sha256, known(rig, "noa")
    pin = rig.person(Role.SUPERVISOR).pin
    act = (photos.remove_photo, rig.world)
    assert refused(*act, noa, in_hand.item.lpn, sha256, SHOWS_A_PERSON, pin) is Reason.NOT_NOW
    to_bin(rig)
    assert refused(*act, noa, "L07-0000000-0", sha256, SHOWS_A_PERSON, pin) is Reason.NOT_NOW
    assert refused(*act, noa, in_hand.item.lpn, "../station", SHOWS_A_PERSON, pin) is Reason.NOT_NOW
    dana = rig.person(Role.OPERATOR).pin
    assert (
        refused(*act, known(rig, "dana"), in_hand.item.lpn, sha256, SHOWS_A_PERSON, dana)
        is Reason.NOT_ALLOWED
    )


def test_a_removed_person_signs_in_nowhere(rig: Rig) -> None:
    number = known(rig, "dana").sign_in
    remove(rig)
    result = desk.sign_in(rig.world, number, rig.person(Role.OPERATOR).pin, "10.0.0.1")
    assert result.refused and result.refused.reason is Reason.WRONG_SIGN_IN
    assert signing_in.sign_in(rig.world, rig.person(Role.OPERATOR).pin).token is None
