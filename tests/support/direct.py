"""Central's real doors without a socket, for a real client: what goes wrong on the way is said beforehand."""

from collections.abc import Mapping
from enum import StrEnum, auto

from urllib3.exceptions import ProtocolError

from station.adapters.central.client import HttpCentral
from station.adapters.central.line import Line
from tests.support.exchange import Central
from tests.support.stations import Rig


class Cut(StrEnum):
    """What happens to the next request. A station that is killed knows nothing of the answer."""

    BEFORE = auto()
    AFTER = auto()
    TWICE = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


class Killed(BaseException):
    """The station's process ends here."""


class DirectWay(HttpCentral):
    """The client, up to where bytes would go. ``central`` None is one that cannot be reached."""

    def __init__(self, rig: Rig, central: Central | None) -> None:
        super().__init__(Line("http://localhost"), rig.world.house.station, rig.world.signer, "0")
        self.central = central
        self.cuts: list[Cut] = []

    def _exchange(
        self, method: str, call: str, body: bytes, headers: Mapping[str, str], limit: int
    ) -> tuple[int, Mapping[str, str], bytes]:
        cut = self.cuts.pop(0) if self.cuts else None
        if cut is Cut.KILLED_BEFORE:
            raise Killed
        if cut is Cut.BEFORE:
            raise ProtocolError("cut")
        answer = self._asked(method, call, body, headers)
        if cut is Cut.TWICE:
            answer = self._asked(method, call, body, headers)
        if cut is Cut.KILLED_AFTER:
            raise Killed
        if cut is Cut.AFTER:
            raise ProtocolError("cut")
        return answer

    def _asked(
        self, method: str, call: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        if self.central is None:
            raise OSError("not there")
        http = self.central.app.test_client()
        answer = http.open(f"/sync/v1/{call}", method=method, data=body, headers=dict(headers))
        return answer.status_code, dict(answer.headers), answer.data
