"""What a request asks with, read into typed values; everything that is wrong is said by its place."""

from typing import Any

import msgspec
from flask import request

from web.api.operations import Operation
from web.api.problems import Refused, Wrong

LONGEST_QUERY = 2000


def query_of(operation: Operation) -> dict[str, Any]:
    """Read what stands behind the question mark. Raises Refused 422."""
    if operation.query is None:
        return {}
    if len(request.query_string) > LONGEST_QUERY:
        raise Refused(414, "query_too_long", "The address is longer than anything that can be asked.")
    given = {name: values[0] for name, values in request.args.lists() if len(values) == 1}
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    known = {field.encode_name for field in msgspec.structs.fields(operation.query)}
    wrong = [Wrong(name, "is given twice") for name in twice]
    wrong += [Wrong(name, "is not known here") for name in given if name not in known]
    if wrong:
        raise Refused(422, "wrong_query", "Some of what stands behind the question mark is wrong.", wrong)
    return {"query": _converted(given, operation.query)}


def _converted(given: dict[str, str], kind: Any) -> Any:
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as wrong:
        raise Refused(422, "wrong_query", str(wrong), [_where(str(wrong))]) from None


def body_of(operation: Operation) -> dict[str, Any]:
    """Read a body of JSON. Raises Refused 400, 415 and 422."""
    if operation.body is None:
        return {}
    if request.mimetype not in operation.takes:
        raise Refused(415, "wrong_media_type", f"Send one of: {', '.join(operation.takes)}.")
    data = request.get_data()
    if operation.body is bytes:
        return {"body": data}
    try:
        return {"body": msgspec.json.decode(data, type=operation.body)}
    except msgspec.ValidationError as wrong:
        raise Refused(422, "wrong_body", str(wrong), [_where(str(wrong))]) from None
    except (msgspec.DecodeError, RecursionError):
        raise Refused(400, "not_json", "The body is not JSON in UTF-8.") from None


def _where(said: str) -> Wrong:
    """Take a place such as ``$.lines[0].sku`` from the end of what was said."""
    what, at, place = said.rpartition(" - at `")
    return Wrong(place.rstrip("`"), what) if at else Wrong("$", said)
