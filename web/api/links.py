"""Links to the form by which a customer says what comes back."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from station.domain.api.tokens import Scope
from station.domain.errors import DomainError, Reason
from station.domain.identifiers import Rma
from station.services.forms.links import link_for
from web.api.operations import operation
from web.context import world


class Link(Struct, frozen=True):
    """A link to a return's form. It is told this once; a new one ends it."""

    url: Annotated[str, Meta(description="For the customer, as text or as a QR code.")]
    until: datetime


@operation(
    "POST",
    "/returns/<rma>/form-link",
    Scope.FORMS_WRITE,
    "Make the link to a return's form",
    Link,
    parts={"rma": "The number of the return, as the customer has it."},
    refuses={404: "No return of that number is announced.", 409: "The form is switched off."},
    status=201,
)
def make_form_link(rma: str) -> Link:
    """Make the link by which the customer confirms items, reasons and photos before sending.

    Asked again, another one is made and the one before ends: an answer with a link in it is kept nowhere.
    """
    try:
        made = link_for(world(), Rma(rma))
    except DomainError as refused:
        if refused.reason is Reason.UNKNOWN_CODE:
            raise KeyError(rma) from None
        raise
    return Link(made.url, made.until)
