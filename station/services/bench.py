"""What a scan or a key means just now: one way in for the scanner, the keyboard and the screen."""

from collections.abc import Callable
from dataclasses import replace

from station.domain.bench import AskKind, Bench, Say, Tone
from station.domain.errors import DomainError, Reason
from station.domain.events import ScanBroken
from station.domain.evidence import PoorBecause
from station.domain.identifiers import Sku
from station.domain.inspection import BY_ITSELF, HoldReason
from station.domain.item import Unannounced
from station.domain.scanning import Command, Names, Scan, badge_in, command_in, is_double, move_in, tidy
from station.ports import World
from station.services import (
    approving,
    binning,
    closing,
    disposing,
    holding,
    identifying,
    inspecting,
    intake,
    moving,
    parts,
    printing,
    recalls,
    reconciling,
    revisiting,
    settling,
    signing_in,
    watching,
    weighing,
)
from station.services.auditing import errands
from station.services.turn import Turn, say_refusal, session_of, take_turn


def scan(world: World, scanned: Scan) -> Bench:
    """Handle one scan: a badge, a command from the printed sheet, or a code that names something.

    The notice of what is returned is that of this scan; one that repeats the scan before says nothing.
    """
    try:
        return _scan(world, tidy(scanned))
    except DomainError as refused:
        return say_refusal(world, refused)


def _scan(world: World, scanned: Scan) -> Bench:
    secret, command = badge_in(scanned.text), command_in(scanned.text)
    if _is_double(world, scanned, command):
        with world.read() as uow:
            return replace(uow.bench.load(), notice=None)
    if secret is not None:
        return _badge(world, secret)
    if command is Command.PHOTO:
        _remember(world, scanned)
        return inspecting.take_photo(world)
    if command is Command.WEIGH:
        _remember(world, scanned)
        return weighing.weigh(world)
    return take_turn(world, lambda turn: _scanned(turn, scanned, command))


def _is_double(world: World, scanned: Scan, command: Command | None) -> bool:
    window = world.house.same_command_ms if command else world.house.same_code_ms
    with world.read() as uow:
        return is_double(scanned, uow.bench.load().last_scan, window)


def _badge(world: World, secret: str) -> Bench:
    """Take a supervisor's badge where one is waited for; any other locks the bench."""
    with world.read() as uow:
        bench = uow.bench.load()
        working = session_of(world, uow, bench) is not None
    if working and bench.ask and bench.ask.kind is AskKind.SUPERVISOR:
        return take_turn(world, lambda turn: approving.present_supervisor(turn, secret))
    return signing_in.present_badge(world, secret)


def _remember(world: World, scanned: Scan) -> None:
    take_turn(world, lambda turn: replace(turn.bench, last_scan=scanned))


def _scanned(turn: Turn, scanned: Scan, command: Command | None) -> Bench:
    turn = replace(turn, bench=replace(turn.bench, last_scan=scanned))
    if command is not None:
        return _seen_to(turn, _command(turn, command))
    moved = move_in(scanned.text)
    if moved is not None:
        return moving.move_on(turn, moved)
    found = intake.look_up(turn, scanned)
    turn = watching.with_lot(turn, found.gs1)
    return recalls.hold_recalled(turn) or _seen_to(turn, _coded(turn, found))


def _seen_to(turn: Turn, bench: Bench) -> Bench:
    """See to what any action may lead to: a recall, a signal, a parcel left behind."""
    return reconciling.tell_left(turn, watching.watched(turn, bench))


# What is asked beside the work: the next code counts as if nothing were asked.
_ASIDE = frozenset({AskKind.NO_PHOTO, AskKind.OTHER_ORDER})


def _coded(turn: Turn, found: intake.Found) -> Bench:
    if turn.bench.ask and turn.bench.ask.kind is AskKind.MOVE:
        return _while_moving(turn, found)
    if turn.bench.ask and turn.bench.ask.kind not in _ASIDE:
        return _while_asked(turn, found)
    if turn.inspection is None:
        return intake.take_in(turn, found)
    return parts.by_scan(turn, found) or identifying.compare(turn, found)


def _while_asked(turn: Turn, found: intake.Found) -> Bench:
    narrowed = intake.narrow(turn, found)
    if narrowed:
        return narrowed
    free = turn.inspection is None
    if free and found.hits:
        return intake.take_in(turn, found)
    return _answer_first(turn, found)


def _answer_first(turn: Turn, found: intake.Found) -> Bench:
    if not found.hits:
        intake.keep_unknown(turn, found)
    return turn.bench.says(Say.ANSWER_FIRST, Tone.ATTENTION, code=intake.shown(found.scan.text))


def _while_moving(turn: Turn, found: intake.Found) -> Bench:
    """Take the bin or the plate that a move waits for; nothing else can be scanned until it is over."""
    if bin_ := found.first(Names.BIN):
        return errands.bin_scanned(turn, bin_.key)
    if plate := found.first(Names.LPN):
        return errands.plate_scanned(turn, turn.uow.inspections.get(plate.key))
    return _answer_first(turn, found)


def act(world: World, command: Command, revision: int | None = None) -> Bench:
    """Handle a key or a touch. With ``revision``, only if the screen showed the present state."""
    if command is Command.PHOTO:
        return inspecting.take_photo(world, revision)
    if command is Command.WEIGH:
        return weighing.weigh(world, revision)
    return take_turn(world, lambda turn: _fresh(turn, command, revision))


def _fresh(turn: Turn, command: Command, revision: int | None) -> Bench:
    if revision is not None and revision != turn.bench.revision:
        raise DomainError(Reason.STALE_SCREEN)
    return _seen_to(turn, _command(turn, command))


def _command(turn: Turn, command: Command) -> Bench:
    if command.number is None:
        return _COMMANDS[command](turn)
    if turn.bench.ask:
        ask = turn.bench.ask
        return _CHOSEN[ask.kind](turn, ask.option(command.number))
    ticked = parts.by_key(turn, command.number)
    return ticked or parts.follow(turn, inspecting.answer(turn, command.number))


def _back(turn: Turn) -> Bench:
    return turn.bench.settled() if turn.bench.ask else inspecting.back(turn)


def _undo(turn: Turn) -> Bench:
    """Take back what was asked; a photo that is asked about is taken back itself."""
    ask = turn.bench.ask
    return turn.bench.settled() if ask and ask.kind is not AskKind.POOR_PHOTO else parts.undo(turn)


# What a person can choose; the other reasons the station finds by itself.
_WHY_HOLD = tuple(reason for reason in HoldReason if reason not in BY_ITSELF)


def _hold(turn: Turn) -> Bench:
    """Ask why; ``in_hand`` refuses when there is nothing to hold."""
    return turn.bench.settled().asks(AskKind.WHY_HOLD, _WHY_HOLD, lpn=turn.in_hand.item.lpn)


def _cancel(turn: Turn) -> Bench:
    return turn.bench.settled()


_COMMANDS: dict[Command, Callable[[Turn], Bench]] = {
    Command.BACK: _back,
    Command.UNDO: _undo,
    Command.HOLD: _hold,
    Command.CANCEL: _cancel,
    Command.OVERRIDE: approving.ask_override,
    Command.PRINT: printing.print_again,
    Command.FULL: binning.bin_is_full,
    Command.PARCEL: closing.close,
    Command.EMPTY: closing.ask_empty,
    Command.ALL_THERE: parts.all_there,
    Command.REST_MISSING: parts.rest_missing,
}


def _wrong_item(turn: Turn, option: str) -> Bench:
    sku = turn.bench.ask.about["sku"] if turn.bench.ask else ""
    return identifying.is_wrong_item(turn, Sku(sku)) if option == "wrong_item" else turn.bench.settled()


def _give_up(turn: Turn, option: str) -> Bench:
    return holding.give_up(turn) if option == "give_up" else turn.bench.settled()


def _release(turn: Turn, option: str) -> Bench:
    inspection = turn.bench.ask.about["inspection"] if turn.bench.ask else ""
    if option != "release":
        return turn.bench.settled()
    return settling.ask_findings(turn, inspection)


def _at_work(turn: Turn, option: str) -> Bench:
    inspection = turn.bench.ask.about["inspection"] if turn.bench.ask else ""
    if option != revisiting.LOOK_AGAIN:
        return turn.bench.settled()
    return approving.ask_supervisor(turn, option, inspection=inspection)


_CHOSEN: dict[AskKind, Callable[[Turn, str], Bench]] = {
    AskKind.WHICH_LINE: intake.choose_line,
    AskKind.WHY_UNANNOUNCED: lambda turn, option: intake.open_unannounced(turn, Unannounced(option)),
    AskKind.WRONG_ITEM: _wrong_item,
    AskKind.IS_SERIAL: identifying.is_serial,
    AskKind.OTHER_ORDER: identifying.is_other_order,
    AskKind.POOR_PHOTO: lambda turn, option: inspecting.keep_poor_photo(turn, PoorBecause(option)),
    AskKind.NO_PHOTO: lambda turn, _: holding.hold(turn, HoldReason.NO_CAMERA),
    AskKind.WHY_HOLD: lambda turn, option: holding.hold(turn, HoldReason(option)),
    AskKind.GIVE_UP: _give_up,
    AskKind.RELEASE: _release,
    AskKind.AT_WORK: _at_work,
    AskKind.OVERRIDE_TO: approving.ask_override_reason,
    AskKind.WHY_OVERRIDE: approving.ask_override_badge,
    AskKind.SUPERVISOR: lambda turn, _: turn.bench,
    AskKind.LINE_DIFFERS: closing.say_of_line,
    AskKind.EMPTY_BOX: closing.is_empty,
    AskKind.FINDING: settling.found,
    AskKind.MOVE: lambda turn, _: turn.bench.settled(),
    AskKind.WHY_DISPOSAL: disposing.give_reason,
    AskKind.DEROGATION: disposing.give_derogation,
}


def broken_scan(world: World, device: str, reason: str, size: int) -> Bench:
    """Keep that a scan did not arrive whole, and ask for it again."""

    def say(turn: Turn) -> Bench:
        turn.record(ScanBroken(device, reason, size))
        return turn.bench.says(Say.SCAN_CUT, Tone.UNKNOWN)

    return take_turn(world, say)
