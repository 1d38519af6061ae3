"""What the bench says: one sentence for each ``Say`` and each refusal.

``%(name)s`` stands for a fact of the notice; each is set in its own direction.
"""

from collections.abc import Mapping

from station.domain.bench import Say
from station.domain.errors import Reason
from web.words.lazy import Lazy, _l

SAYS: Mapping[str, Lazy] = {
    Say.EXPECTED: _l("Expected: return %(rma)s, line %(line)s."),
    Say.OPENED_UNANNOUNCED: _l("Nobody announced this item. It is open, and the record says why."),
    Say.SKU_AND_BIN: _l("%(code)s names a product and a bin. It was taken as the product."),
    Say.MATCHES: _l("Matches: %(code)s."),
    Say.THIS_ITEM: _l("Yes, this is the item in hand: %(name)s."),
    Say.OTHER_IN_HAND: _l("That is another item. Finish %(name)s first, or hold it with H."),
    Say.WRONG_SERIAL: _l(
        "Serial number differs: %(expected)s was sent, this is %(serial)s. Go on, it is noted."
    ),
    Say.WRONG_ITEM: _l("Noted: this is %(name)s, not what the return announced. Go on with it."),
    Say.ALL_RECEIVED: _l(
        "Everything on this return is here already. Scan the product to take it in without it."
    ),
    Say.ALREADY_BINNED: _l("%(lpn)s is finished already and went to bin %(bin)s. Put it there."),
    Say.IS_ON_HOLD: _l("%(lpn)s is on hold: %(reason)s."),
    Say.BIN_NOT_ITEM: _l("%(bin)s is a bin. Scan an item first."),
    Say.NOT_A_BIN: _l("%(code)s is not a bin. This item needs bin %(needed)s."),
    Say.NOT_THE_SERIAL: _l("%(code)s is kept as an unknown code. Nothing else changed."),
    Say.ANSWER_FIRST: _l("Choose first. The scan %(code)s was not used: scan it again afterwards."),
    Say.SCAN_CUT: _l("The scan was cut off on its way. Nothing was taken in: scan it again."),
    Say.PHOTO_KEPT: _l("Photo kept."),
    Say.PHOTO_REFUSED: _l("Photo not accepted: %(faults)s."),
    Say.PHOTO_SEEN_BEFORE: _l("Photo not accepted: %(faults)s. The other item is %(lpn)s."),
    Say.WEIGHED: _l("Weighed: %(grams)s."),
    Say.ROUTED: _l("Decided: %(disposition)s. Put it into bin %(bin)s and scan the bin."),
    Say.BINNED: _l("Done. The item is in bin %(bin)s."),
    Say.HELD: _l("%(lpn)s is on hold: %(reason)s. Put it on the hold shelf."),
    Say.HELD_IN: _l("%(lpn)s is on hold: %(reason)s. Put it into %(bin)s."),
    Say.RELEASED: _l("%(lpn)s is off hold and in hand again, where it was left."),
    Say.VOIDED: _l("Given up. Nothing of this inspection counts."),
    Say.UNDONE: _l("Taken back."),
    Say.OVERRIDDEN: _l("Changed by a supervisor: %(disposition)s, bin %(bin)s."),
    Say.RESUMED: _l("Hello, %(name)s: the item is where it was left."),
    Say.WELCOME: _l("Hello, %(name)s"),
    Say.SUPERVISOR_NEEDED: _l("A supervisor has to agree to this."),
    Say.LABEL_ASKED: _l("The label of %(lpn)s goes to the printer."),
    Say.LABEL_WAITS: _l("The label of %(lpn)s waits for the printer: %(printer)s."),
    Say.LABEL_MATCHES: _l("The label is the right one: %(lpn)s. Now bin %(bin)s."),
    Say.PLATE_TAKEN_OVER: _l("The item is %(lpn)s from here on."),
    Say.PART_TICKED: _l("There: %(name)s. Parts still to tick: %(left)s."),
    Say.PARCEL_OPEN: _l("Return %(rma)s is not finished. Still to come: %(count)s. It stays on the list."),
    Say.PARCEL_DONE: _l("Done. The item is in bin %(bin)s, and return %(rma)s is complete."),
    Say.PARCEL_CLOSED: _l("Return %(rma)s is closed. What differs is noted."),
    Say.IS_RECALLED: _l("%(lpn)s is recalled and on hold. Hold shelf: %(bin)s."),
    Say.MAY_BE_RECALLED: _l(
        "Some units of %(name)s are recalled. Scan the serial number or the lot code on this one."
    ),
    Say.HELD_BY_SIGNAL: _l("%(lpn)s is on hold for a supervisor: %(signals)s. Hold shelf: %(bin)s."),
    Say.BIN_FULL: _l(
        "%(full)s is full. It goes to %(disposition)s all the same: bin %(bin)s. Scan that one."
    ),
    Say.BIN_MOVED_ON: _l("Bin %(bin)s is empty now. Items that went on: %(count)s. Where to: %(place)s."),
    Say.SEEN_AGAIN: _l(
        "%(lpn)s is here again, visit %(visit)s. The grade before was %(grade)s. Judge it anew."
    ),
    Say.AT_WORK: _l(
        "%(lpn)s belongs to %(place)s: %(work)s. It can be inspected again once that is done or given up."
    ),
    Say.OVERRIDDEN_AT_DESK: _l(
        "Changed at the supervisor's desk: grade %(grade)s, %(disposition)s, bin %(bin)s."
    ),
    Say.RELEASED_AT_DESK: _l("%(lpn)s is off hold and in hand again. The supervisor writes: %(note)s"),
    Say.SENT_BACK: _l("%(lpn)s was sent back: inspect it again. The supervisor writes: %(note)s"),
    Say.TO_BE_MOVED: _l("%(lpn)s goes elsewhere. Take it out of bin %(was)s and scan that bin."),
    Say.TO_BE_TAKEN_OUT: _l(
        "Items in bin %(was)s go elsewhere: %(lpns)s. Take one out and scan its licence plate."
    ),
    Say.STAYS_HERE: _l("STOP. %(lpn)s stays where it was. Put it back and take the right one."),
    Say.TAKEN_OUT: _l("%(lpn)s is out of bin %(was)s: %(disposition)s. Now bin %(bin)s, and scan it."),
    Say.MOVED: _l("Moved. %(lpn)s is in bin %(bin)s."),
    Say.HAS_MOVED_ON: _l("%(lpn)s is finished already. It lay in bin %(bin)s and went on to %(place)s."),
}

REASONS: Mapping[str, Lazy] = {
    Reason.MALFORMED_CODE: _l(
        "%(code)s is not written like a code of ours. Scan it again, or another code on the item."
    ),
    Reason.WRONG_CHECK_DIGIT: _l("%(code)s was misread: its check digit is wrong. Scan it again."),
    Reason.UNKNOWN_CODE: _l("Not known here: %(code)s. The scan is kept. Try another code on the item."),
    Reason.UNKNOWN_BIN: _l("There is no bin %(code)s here. Look for the bin that is named on the screen."),
    Reason.WRONG_BIN: _l("Wrong bin: needs %(needed)s, this is %(scanned)s."),
    Reason.NOT_ROUTED_YET: _l("Bin %(scanned)s comes last. Finish the questions and photos first."),
    Reason.NOT_NOW: _l("That does nothing here."),
    Reason.NO_SUCH_CHOICE: _l("There are %(most)s choices. Press one of those numbers."),
    Reason.NOTHING_TO_UNDO: _l("There is nothing to take back."),
    Reason.STALE_SCREEN: _l(
        "The screen had just changed, so that key was not used. Look again and press once more."
    ),
    Reason.NO_PICTURE: _l("This is no picture that can be read. Choose a JPEG or PNG."),
    Reason.PICTURE_TOO_LARGE: _l("This picture is too large. Choose one of at most 16 MB."),
    Reason.TWO_CURRENCIES: _l(
        "Prices are in %(this)s and the item in %(other)s, so nothing can be compared. Hold it with H; "
        "the manager mends the prices."
    ),
    Reason.ALREADY_DONE: _l("This item is finished. Scan the next one."),
    Reason.LABEL_FIRST: _l("First scan the label on the unit: %(lpn)s. Then bin %(scanned)s."),
    Reason.WRONG_LABEL: _l("STOP. This label is %(code)s. The item in hand is %(lpn)s: scan that one."),
    Reason.PLATE_TAKEN: _l(
        "%(code)s is on another item already. The one in hand is %(lpn)s: take a fresh plate for it, "
        "or finish it."
    ),
    Reason.HAS_PLATE: _l("This item is %(lpn)s already. Keep plate %(code)s for another one."),
    Reason.NO_BIN: _l(
        "No bin is set up for %(disposition)s. Hold the item with H; a supervisor has to name one."
    ),
    Reason.BIN_EMPTY: _l("Nothing lies in bin %(bin)s, so there is nothing to move on."),
    Reason.BINS_FULL: _l(
        "Every bin for %(disposition)s is full. Move one on and press F, or hold the item with H."
    ),
    Reason.CHANGED_MEANWHILE: _l(
        "This was changed on another screen. Here it stands as it is now; what you typed is not kept."
    ),
    Reason.WORK_TAKEN: _l("%(name)s has this work. Take it over first, or choose another."),
    Reason.WORK_OVER: _l("The work on %(lpn)s is over already. Nothing was changed."),
    Reason.SIGN_IN_FIRST: _l("Nobody is signed in. Scan your badge."),
    Reason.NOT_ALLOWED: _l("%(name)s may not do this. It takes a supervisor."),
    Reason.MANAGER_NEEDED: _l("%(name)s may not do this. It takes a manager."),
    Reason.OWN_WORK: _l("%(name)s worked on this item. Another supervisor has to agree."),
    Reason.SUPERVISOR_DECIDED: _l("A supervisor decided this. To change it, hold the item with H."),
    Reason.UNKNOWN_BADGE: _l("This badge is not known here. Try again, or ask your manager for a new one."),
    Reason.WRONG_PIN: _l("%(name)s, that PIN is not right. Try again."),
    Reason.LOCKED_OUT: _l("%(name)s, too many wrong PINs. Scan the badge again after %(until)s."),
    Reason.CHOOSE_PIN: _l("%(name)s, that was a one-time PIN. Choose one of your own now."),
    Reason.PIN_LENGTH: _l("A PIN has %(least)s to %(most)s characters."),
    Reason.PIN_TOO_PLAIN: _l("This PIN is among the first that anybody would try. Choose another."),
    Reason.PIN_AS_BEFORE: _l("This is the PIN you have now. Choose another."),
    Reason.WRONG_SIGN_IN: _l("That number or badge and that PIN do not belong together. Try again."),
    Reason.KEY_REUSED: _l("This idempotency key was used for another request. Nothing was done."),
    Reason.STILL_WORKING: _l("The first request with this key is still being worked on. Ask again later."),
    Reason.SLOW_DOWN: _l("Too many wrong tries from here. Try again after %(until)s."),
    Reason.OWN_ACCESS: _l("Nobody decides on their own access. Another manager has to do this."),
    Reason.LAST_MANAGER: _l("This is the last manager. Make somebody else a manager first."),
    Reason.STILL_HAS_ACCESS: _l("%(name)s still has access. End it first."),
    Reason.CAMERA_ABSENT: _l("The camera is not there. Plug it in and press Space, or hold the item."),
    Reason.CAMERA_FROZEN: _l(
        "The camera shows an old picture. Unplug it and plug it in again, then press Space."
    ),
    Reason.NO_SCALE: _l("No scale is set up at this station."),
    Reason.SCALE_ABSENT: _l("The scale is not there. Plug it in and press W again."),
    Reason.SCALE_SILENT: _l("The scale does not answer. Switch it on and press W again."),
    Reason.SCALE_MOVING: _l("The weight does not come to rest. Let the item lie still and press W again."),
    Reason.SCALE_EMPTY: _l("Nothing lies on the scale. Put the item on it and press W again."),
    Reason.SCALE_OVERLOAD: _l("That is more than the scale can weigh. Take the item off."),
    Reason.NO_PRINTER: _l("No label printer is set up. Print the label from the page of labels."),
    Reason.DEVICE_AMBIGUOUS: _l(
        "%(code)s looks exactly like another device that is plugged in. Unplug one of the two and try again."
    ),
    Reason.NO_SUCH_DRIVER: _l("The station does not speak %(driver)s. Choose another language."),
    Reason.BOUND_BY_FILE: _l(
        "%(code)s is set up in the station's settings file. It can only be changed there."
    ),
    Reason.BAD_ADDRESS: _l(
        "%(code)s is no address. Write it like socket://10.0.0.5:4001, or like /dev/ttyUSB0."
    ),
    Reason.RULES_MOVED_ON: _l("%(by)s was faster, %(at)s. Nothing is overwritten: look at what is new."),
    Reason.RULES_WRONG: _l("There is still something to mend: %(count)s."),
    Reason.CENTRAL_DECIDES: _l("Central decides which rules count here. Change them there."),
    Reason.WEIGH_FIRST: _l(
        "Nobody knows what it weighs. Put it on the scale and press W; without a scale hold it with H."
    ),
    Reason.EVIDENCE_FIRST: _l(
        "To be destroyed it needs a photo as evidence. Take one with Space, or hold it with H."
    ),
    Reason.PHOTOS_WANTED: _l(
        "The record of this item has no photos that are good enough. Choose an item whose photos all passed."
    ),
    Reason.AUDITED_MEANWHILE: _l("%(name)s was faster: %(lpn)s is %(standing)s. Nothing was overwritten."),
    Reason.FINDINGS_FIRST: _l("Say of each sign first whether it was so: %(signals)s."),
    Reason.NOTE_FIRST: _l("Write what is to be looked at again, then send it back."),
    Reason.NOTHING_CHANGED: _l("That is as it was. Choose another grade, remedy or disposition."),
    Reason.NOT_A_SAMPLE: _l("It waits for more than a sample, so it is decided by itself."),
    Reason.DISK_LOW: _l(
        "The disk is nearly full, so no new item is begun: it could be lost half-way. What is kept is safe. "
        "Call your supervisor."
    ),
    Reason.DISK_FULL: _l(
        "The disk is full, so nothing new can be kept. What was kept is safe. Call your supervisor."
    ),
    Reason.STORE_FAILED: _l(
        "The station could not write this down. Nothing before it is lost. Do it once more."
    ),
}

NOTICES: Mapping[str, Lazy] = {**SAYS, **REASONS}
