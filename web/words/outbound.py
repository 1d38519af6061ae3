"""Words for other systems: how each is spoken to, what it is told, how it is, why a message failed."""

from collections.abc import Mapping
from enum import StrEnum

from station.domain.outbound.destinations import DestinationKind, Failure, OffBecause, Standing
from station.domain.outbound.messages import MessageType
from web.words.lazy import Lazy, _l

WORDS: Mapping[type[StrEnum], Mapping[str, Lazy]] = {
    DestinationKind: {
        DestinationKind.WEBHOOK: _l("Webhook: events, signed"),
        DestinationKind.STOCK: _l("Webhook: stock movements, signed"),
        DestinationKind.EPCIS: _l("EPCIS repository"),
        DestinationKind.SHOPIFY: _l("Shopify: restock types"),
        DestinationKind.LOOP: _l("Loop: grades and dispositions"),
    },
    MessageType: {
        MessageType.RETURN_RECEIVED: _l("a return was received"),
        MessageType.RETURN_INSPECTED: _l("a return was inspected"),
        MessageType.RETURN_DECIDED: _l("a return was decided"),
        MessageType.REMEDY_RECOMMENDED: _l("a remedy was recommended"),
        MessageType.RETURN_RECONCILED: _l("a return was compared with what was announced"),
        MessageType.ITEM_FINISHED: _l("an item is in its bin"),
        MessageType.ITEM_HELD: _l("an item is on hold"),
        MessageType.ITEM_DISPOSED: _l("an item was thrown away"),
        MessageType.WORK_DONE: _l("work on an item is over"),
        MessageType.STOCK_PUT: _l("stock: put"),
        MessageType.STOCK_TAKEN_BACK: _l("stock: taken back"),
        MessageType.STOCK_MOVED_ON: _l("stock: went on"),
    },
    Standing: {
        Standing.TOLD: _l("Told everything"),
        Standing.WAITS: _l("Is being told"),
        Standing.FAILING: _l("Cannot be told"),
        Standing.PARKED: _l("Told, but something was set aside"),
        Standing.OFF: _l("Off"),
    },
    OffBecause: {
        OffBecause.ASKED: _l("turned off by a manager"),
        OffBecause.GONE: _l("turned off, because it said that it wants nothing any more (410)"),
    },
    Failure: {
        Failure.NOT_ALLOWED: _l("The settings do not allow to send anything there."),
        Failure.UNKNOWN_HOST: _l("The name of its host leads nowhere."),
        Failure.NO_CONNECTION: _l("Nobody answers there."),
        Failure.BAD_CERTIFICATE: _l("Its certificate is not one to be trusted."),
        Failure.TOO_SLOW: _l("It did not answer in time."),
        Failure.BROKEN_OFF: _l("The connection broke before the answer was there."),
        Failure.REDIRECTED: _l("It sent the message elsewhere; nothing is sent to another address."),
        Failure.REFUSED: _l("It refused the message."),
        Failure.BUSY: _l("It can take nothing at the moment."),
        Failure.GONE: _l("It wants nothing any more."),
        Failure.CANNOT_BE_TOLD: _l("The record behind this message cannot be told in this form."),
    },
}
