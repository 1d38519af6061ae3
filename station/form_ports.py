"""What the customer's return form keeps, as a Protocol."""

from typing import Protocol

from station.domain.forms.form import Form, Link
from station.domain.identifiers import Rma


class Forms(Protocol):
    """Forms by their return, and the links to them by the hash of their token.

    ``links`` are those of a return, the latest first.
    """

    def get(self, rma: Rma) -> Form | None: ...
    def put(self, form: Form) -> None: ...
    def link(self, hash_: str) -> Link | None: ...
    def links(self, rma: Rma) -> tuple[Link, ...]: ...
    def save_link(self, link: Link) -> None: ...
