"""Pages for what went wrong, in words that help."""

from collections.abc import Mapping

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from web import security
from web.words.lazy import Lazy, _l

_WORDS: Mapping[int, tuple[Lazy, Lazy]] = {
    400: (
        _l("The station did not understand that."),
        _l("Nothing was changed. Go back to the bench and do it once more."),
    ),
    401: (_l("Sign in first."), _l("Scan your badge at the bench.")),
    403: (
        _l("This is not open to you."),
        _l("It takes a supervisor, or the person who works at the bench now. Nothing was changed."),
    ),
    404: (
        _l("There is nothing here."),
        _l("The address or the licence plate is not known at this station. Check it, or scan the item."),
    ),
    405: (_l("That cannot be done here."), _l("Nothing was changed. Go back to the bench.")),
    413: (
        _l("That was too much at once."),
        _l(
            "The station takes up to 1 MB. Nothing was changed; photos are taken by the station's own camera."
        ),
    ),
    500: (
        _l("The station made a mistake."),
        _l("The item in hand and everything kept before is safe. Go back to the bench and do it once more."),
    ),
}


def set_up(app: Flask) -> None:
    app.register_error_handler(HTTPException, _say)
    app.register_error_handler(CSRFError, _say)


def _say(error: HTTPException) -> ResponseReturnValue:
    """Answer a person with a page, a script with JSON; what broke is in the log, not on the page."""
    number = error.code or InternalServerError.code
    if error.code in (301, 302, 303, 304, 307, 308):
        return error.get_response()
    security.note_refusal(number)
    headline, help_ = _WORDS.get(number, _WORDS[400 if number < 500 else 500])
    if not request.accept_mimetypes.accept_html:
        return {"error": number, "say": str(headline)}, number
    return render_template("error.html", headline=headline, help=help_), number
