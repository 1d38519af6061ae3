"""URIs for goods and places, as GS1 wants them: serial numbers, classes, lots, and names of the site's own.

A number that others may use too (restricted circulation, GS1 General Specifications 1.4) names nothing
outside the shop; the licence plate does, in the site's own namespace.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from station.domain.outbound.facts import Plain

NAMESPACE = "urn:x-returns-station:"
DIGITAL_LINK = "https://id.gs1.org"
# GS1 AI encodable character set 82, and how long serial numbers and lots may be.
_SET_82 = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}")
_SAFE = "-._~"
# In a URN these stand as they are; the rest is escaped (GS1 TDS 2.0, 6.3.1).
_URN_SAFE = "-._!'()*+,:;=~"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a site decided of its names. ``company_prefixes`` are GS1 company prefixes whose length is known:
    goods under them are named by URNs, all others by GS1 Digital Links. ``locations`` are URIs of stations,
    bins and work centers; what is not there is named in ``namespace``."""

    namespace: str = NAMESPACE
    company_prefixes: tuple[str, ...] = ()
    locations: Mapping[str, str] = field(default_factory=dict)
    destroyed_when_away: bool = False

    def own(self, kind: str, name: str) -> str:
        """Name a thing in the site's namespace."""
        return f"{self.namespace}{kind}:{quote(name, safe=_SAFE)}"

    def read_point(self, station: str) -> str:
        return self.locations.get(station) or self.own("station", station)

    def place(self, code: str) -> str:
        """Name a bin or a work center."""
        return self.locations.get(code) or self.own("place", code)

    def source(self, station: str) -> str:
        """Name the station that tells something."""
        return self.own("station", station)

    def goods(self, item: Plain, lpn: str) -> dict[str, object]:
        """Name one unit as EPCIS does: by serial number, else by class or lot, else by its licence plate."""
        gtin, serial, lot = (str(item.get(name) or "") for name in ("gtin", "serial", "lot"))
        if not gtin or restricted(gtin):
            return {"epcList": [self.own("lpn", lpn)]}
        if _SET_82.fullmatch(serial):
            return {"epcList": [self._serial(gtin, serial)]}
        named = self._lot(gtin, lot) if _SET_82.fullmatch(lot) else self._class(gtin)
        return {"quantityList": [{"epcClass": named, "quantity": 1}]}

    def _serial(self, gtin: str, serial: str) -> str:
        if urn := self._urn_parts(gtin):
            return f"urn:epc:id:sgtin:{urn}.{quote(serial, safe=_URN_SAFE)}"
        return f"{DIGITAL_LINK}/01/{gtin}/21/{quote(serial, safe=_SAFE)}"

    def _lot(self, gtin: str, lot: str) -> str:
        if urn := self._urn_parts(gtin):
            return f"urn:epc:class:lgtin:{urn}.{quote(lot, safe=_URN_SAFE)}"
        return f"{DIGITAL_LINK}/01/{gtin}/10/{quote(lot, safe=_SAFE)}"

    def _class(self, gtin: str) -> str:
        if urn := self._urn_parts(gtin):
            return f"urn:epc:idpat:sgtin:{urn}.*"
        return f"{DIGITAL_LINK}/01/{gtin}"

    def _urn_parts(self, gtin: str) -> str:
        """Cut a GTIN-14 into company prefix and indicator with reference, empty where that is not known."""
        body = gtin[1:13]
        known = max((p for p in self.company_prefixes if body.startswith(p)), key=len, default="")
        return f"{known}.{gtin[0]}{body[len(known) :]}" if known else ""


def restricted(gtin: str) -> bool:
    """Tell whether a GTIN-14 is one that any shop may use for itself: prefixes 02, 04 and 20 to 29."""
    if gtin.startswith("000000"):  # a GTIN-8: those that begin with 0 or 2
        return gtin[6] in "02"
    body = gtin[1:]
    return body[:2] in ("02", "04") or body[0] == "2"
