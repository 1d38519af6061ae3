"""Whether people may do here what the journal says: who changes a role in the database alone is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from station.services.proof.findings import About, Findings
from station.trust_ports import Record

READ = frozenset({"person_added", "person_changed", "access_ended", "access_given"})


@dataclass(slots=True)
class Access:
    """What the journal said last, by person: the role, and whether access was ended, each with its entry.

    People who were here before the journal told of people are not in it, nor are their names ever.
    """

    roles: dict[str, tuple[int, str]] = field(default_factory=dict)
    ended: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def take(self, seq: int, kind: str, said: Mapping[str, Any]) -> None:
        """Follow one entry."""
        if kind not in READ:
            return
        if "role" in said:
            self.roles[said["person"]] = seq, str(said["role"])
        if kind != "person_changed":
            self.ended[said["person"]] = seq, kind == "access_ended"

    def compare(self, record: Record, found: Findings) -> None:
        """Tell where people may do something else."""
        here = {person: (role, ended) for person, role, ended in record.people()}
        for seq, words in self._wrong(here):
            found.add(About.STATE, words, seq)

    def _wrong(self, here: Mapping[str, tuple[str, bool]]) -> Iterator[tuple[int, str]]:
        for person, (seq, said) in self.roles.items():
            role, _ = here.get(person, ("missing", False))
            if role != said:
                yield seq, f"person {person} is {role}, the journal says {said}"
        for person, (seq, ended) in self.ended.items():
            if person in here and here[person][1] != ended:
                words = "may sign in" if ended else "may not sign in"
                yield seq, f"person {person} {words}, the journal says otherwise"
