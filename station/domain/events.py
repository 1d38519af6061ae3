"""What happened: frozen facts in the past tense, one closed set. The journal keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from station.domain.api.tokens import TokenEvent
from station.domain.auditing.events import AuditEvent
from station.domain.auditing.overrides import Override
from station.domain.catalog import Bin, WorkCenter
from station.domain.checklist import Checklist
from station.domain.claim_events import ClaimEvent
from station.domain.conditions import Conditions
from station.domain.devices import Binding
from station.domain.disposal import Disposal, DisposalRules
from station.domain.disposition import Disposition, Table
from station.domain.forms.events import FormEvent
from station.domain.graders.events import BlindEvent
from station.domain.identifiers import BinCode, Lpn, Sku
from station.domain.importing.events import ImportTaken
from station.domain.inspection import HoldReason, Inspection
from station.domain.labels import LabelKind
from station.domain.outbound.events import OutboundEvent
from station.domain.people_events import PeopleEvent
from station.domain.policy import Policy
from station.domain.prices import Prices
from station.domain.proof.events import ProofEvent
from station.domain.recalls import Recall
from station.domain.reconciling import Reconciled
from station.domain.refurbishing import Work
from station.domain.sampling.events import SamplingEvent
from station.domain.signals import Finding, SignalKind, SignalRules
from station.domain.sync.events import SyncEvent
from station.domain.sync.station_events import StationEvent


@dataclass(frozen=True, slots=True)
class StationStarted:
    """The station came up with these versions of its rules."""

    version: str
    checklists: Mapping[str, int]
    policy: int
    table: int


@dataclass(frozen=True, slots=True)
class RulesPublished:
    """A new version of a checklist or of other rules, whole; it never changes again."""

    kind: str
    id: str
    version: int
    content: Checklist | Policy | Table | Prices | Conditions | SignalRules | DisposalRules


@dataclass(frozen=True, slots=True)
class RulesPutInForce:
    """From here on this version counts; ``was`` is the version before it, None for the first."""

    kind: str
    id: str
    version: int
    was: int | None


@dataclass(frozen=True, slots=True)
class ChecklistAssigned:
    """From here on these products of a category are inspected by this checklist."""

    category: str
    checklist: str
    products: tuple[Sku, ...]


@dataclass(frozen=True, slots=True)
class ClockMovedBack:
    """The wall clock shows an earlier time than the entry before; the sequence still holds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody signed in, at the bench or at a desk."""

    person: str
    role: str
    place: str = "bench"


class SignedOutBecause(StrEnum):
    ASKED = "asked"
    BADGE = "badge"
    IDLE = "idle"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SignedOut:
    person: str
    because: SignedOutBecause


@dataclass(frozen=True, slots=True)
class PinRefused:
    """A wrong PIN; ``failures`` in a row, with this one."""

    person: str
    failures: int


@dataclass(frozen=True, slots=True)
class ScanUnknown:
    """A scan that names nothing here, kept as it came."""

    text: str
    aim: str | None
    device: str
    inspection: str | None


@dataclass(frozen=True, slots=True)
class ScanBroken:
    """A scan that did not arrive whole; ``size`` bytes were lost."""

    device: str
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class InspectionFinished:
    """An item was graded and routed. Complete by itself: answers, photos, route and reasons."""

    inspection: Inspection


@dataclass(frozen=True, slots=True)
class ItemBinned:
    """The bin that the item was sent to was scanned; from here on it counts as stock."""

    inspection: str
    lpn: Lpn
    disposition: Disposition
    bin: BinCode


@dataclass(frozen=True, slots=True)
class WrongBinRefused:
    inspection: str
    lpn: Lpn
    needed: BinCode
    scanned: BinCode


@dataclass(frozen=True, slots=True)
class ItemHeld:
    """An item waits for a supervisor, with everything known of it so far."""

    inspection: Inspection
    reason: HoldReason


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """An item is on hold no more; at the desk also how long it was open there, and what was written."""

    inspection: str
    lpn: Lpn
    by: str
    at_desk: bool = False
    note: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class DispositionOverridden:
    inspection: str
    lpn: Lpn
    override: Override


@dataclass(frozen=True, slots=True)
class InspectionVoided:
    """An inspection opened by mistake was given up."""

    inspection: Inspection


@dataclass(frozen=True, slots=True)
class LabelPrinted:
    """A label came out of the printer; ``names`` is what it names, for a badge the person."""

    kind: LabelKind
    names: str


@dataclass(frozen=True, slots=True)
class DeviceBound:
    """A scanner counts at this bench from here on, or speaks in another way; ``key`` tells it from others."""

    key: str
    binding: Binding


@dataclass(frozen=True, slots=True)
class DeviceUnbound:
    """A scanner counts no longer."""

    key: str
    binding: Binding


@dataclass(frozen=True, slots=True)
class ParcelReconciled:
    """A return, or one parcel of it, was compared with what was announced, line by line."""

    reconciled: Reconciled


@dataclass(frozen=True, slots=True)
class ItemsMovedOn:
    """A bin's items went on; ``to`` is the bin or the work center that has them now, empty for away."""

    bin: BinCode
    to: str
    lpns: tuple[Lpn, ...]


@dataclass(frozen=True, slots=True)
class BinFull:
    """Somebody found a bin full, whatever the count says; or, with ``full`` false, not full any more."""

    bin: BinCode
    full: bool = True


@dataclass(frozen=True, slots=True)
class BinSet:
    """A bin was added on screen, or changed: how it is from here on."""

    bin: Bin


@dataclass(frozen=True, slots=True)
class WorkCenterSet:
    """A work center was added on screen, or changed."""

    center: WorkCenter


@dataclass(frozen=True, slots=True)
class WorkDone:
    """Work on an item at a work center is over: parts, minutes, warranty, marking. Complete by itself."""

    work: Work


@dataclass(frozen=True, slots=True)
class ItemDisposed:
    """An item went to disposal: the line of the ledger."""

    inspection: str
    lpn: Lpn
    disposal: Disposal


@dataclass(frozen=True, slots=True)
class RecallSet:
    """A product, lot or range of serial numbers is called back."""

    recall: Recall


@dataclass(frozen=True, slots=True)
class RecallLifted:
    recall: str


@dataclass(frozen=True, slots=True)
class SignalSettled:
    """A supervisor said whether a signal was right."""

    inspection: str
    lpn: Lpn
    kind: SignalKind
    finding: Finding
    by: str


Event = (
    StationStarted
    | RulesPublished
    | ClockMovedBack
    | SignedIn
    | SignedOut
    | PinRefused
    | ScanUnknown
    | ScanBroken
    | InspectionFinished
    | ItemBinned
    | WrongBinRefused
    | ItemHeld
    | HoldReleased
    | DispositionOverridden
    | InspectionVoided
    | DeviceBound
    | DeviceUnbound
    | LabelPrinted
    | RulesPutInForce
    | ChecklistAssigned
    | ParcelReconciled
    | ItemsMovedOn
    | BinFull
    | BinSet
    | WorkCenterSet
    | WorkDone
    | ItemDisposed
    | RecallSet
    | RecallLifted
    | SignalSettled
    | AuditEvent
    | PeopleEvent
    | ProofEvent
    | SamplingEvent
    | BlindEvent
    | ClaimEvent
    | TokenEvent
    | StationEvent
    | SyncEvent
    | ImportTaken
    | FormEvent
    | OutboundEvent
)
