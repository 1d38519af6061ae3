"""Rules, recalls, bins and work centers that central decided, as they come to count at a station."""

from dataclasses import replace

from station.domain.checklist import Checklist
from station.domain.events import ChecklistAssigned, RulesPublished
from station.domain.sync.events import Took, Unfit
from station.ports import UnitOfWork
from station.rule_ports import RuleKey
from station.services import recalls
from station.services.rules import problems_of
from station.services.starting import put_in_force
from station.services.syncing.carrying import CannotTake, Carrying


def published(case: Carrying) -> Took:
    """Keep a version of rules, unless the station's own of that number says something else."""
    return Took.APPLIED if _publish(case, case.event) else Took.SAME


def _publish(case: Carrying, rules: RulesPublished) -> bool:
    new = case.uow.rules.publish(rules.kind, rules.id, rules.version, rules.content)
    if new is False:
        raise CannotTake(Unfit.RULES_DIFFER)
    if new:
        case.uow.journal.append(rules, case.by)
    return bool(new)


def in_force(case: Carrying) -> Took:
    """Let a version count, which stands beside the decision: it may not be here."""
    event = case.event
    key, beside = RuleKey(event.kind, event.id), case.beside
    if "published" in beside:
        read = case.uow.taken.read(beside["seq"], beside["published"]).event
        if not isinstance(read, RulesPublished) or (read.kind, read.id, read.version) != (
            event.kind,
            event.id,
            event.version,
        ):
            raise CannotTake(Unfit.UNREADABLE)
        _publish(case, read)
    if event.version not in case.uow.rules.versions(key):
        raise CannotTake(Unfit.NOT_KNOWN_HERE)
    if any(now.key == key and now.version == event.version for now in case.uow.rules.current()):
        return Took.SAME
    if problems_of(case.world, case.uow, key, event.version):
        raise CannotTake(Unfit.DOES_NOT_FIT)
    put_in_force(case.world, case.uow, key, event.version, case.by)
    return Took.APPLIED


def assigned(case: Carrying) -> Took:
    """Inspect products by another checklist; those that are not in the catalogue here are passed over."""
    event: ChecklistAssigned = case.event
    if event.checklist not in case.uow.rules.in_force().checklists:
        raise CannotTake(Unfit.NOT_KNOWN_HERE)
    wanted = set(event.products)
    changed = [
        replace(product, checklist=event.checklist)
        for product in case.uow.catalog.of_category(event.category)
        if product.sku in wanted and product.checklist != event.checklist
    ]
    if not changed:
        return Took.SAME
    case.uow.catalog.load(changed, (), ())
    skus = tuple(product.sku for product in changed)
    case.uow.journal.append(ChecklistAssigned(event.category, event.checklist, skus), case.by)
    return Took.APPLIED


def recall_set(case: Carrying) -> Took:
    recall = case.event.recall
    if recall in case.uow.recalls.all():
        return Took.SAME
    recalls.set_in(case.uow, recall, case.by)
    return Took.APPLIED


def recall_lifted(case: Carrying) -> Took:
    if case.event.recall not in {recall.id for recall in case.uow.recalls.all()}:
        return Took.SAME
    recalls.lift_in(case.uow, case.event.recall, case.by)
    return Took.APPLIED


def bin_set(case: Carrying) -> Took:
    bin_ = case.event.bin
    if bin_ in case.uow.catalog.bins():
        return Took.SAME
    if _names_something_else(case.uow, bin_.code):
        raise CannotTake(Unfit.DOES_NOT_FIT)
    case.uow.catalog.save_bin(bin_)
    case.uow.journal.append(case.event, case.by)
    return Took.APPLIED


def _names_something_else(uow: UnitOfWork, code: str) -> bool:
    """Tell whether a code means something else here when it is scanned."""
    return any(hit.names.value != "bin" for hit in uow.catalog.find((code,)))


def center_set(case: Carrying) -> Took:
    if case.event.center in case.uow.catalog.centers():
        return Took.SAME
    case.uow.catalog.save_center(case.event.center)
    case.uow.journal.append(case.event, case.by)
    return Took.APPLIED


def pictures_of(event: object) -> tuple[str, ...]:
    """List the pictures that published rules show, by SHA-256."""
    if not isinstance(event, RulesPublished) or not isinstance(event.content, Checklist):
        return ()
    shown = (example.photo for question in event.content.questions for example in question.examples)
    return tuple(dict.fromkeys(shown))
