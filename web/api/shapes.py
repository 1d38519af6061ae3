"""The description in a form that people read: schemas in a few words, codes set as codes."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup


def named(schema: Mapping[str, Any]) -> Markup:
    """Say what a value is: a link to its shape, a list of such, or a plain type."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#shape-{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" or ").join(named(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return Markup("list of ") + named(schema.get("items") or schema.get("prefixItems", [{}])[0])
    words = [str(schema.get("type", "any value")), str(schema.get("format", ""))]
    return Markup("{}").format(" ".join(word for word in words if word))


_AS = (Markup("{}"), Markup("<code>{}</code>"))


def coded(text: str) -> Markup:
    """Set what stands between backticks as code."""
    parts = text.split("`")
    return Markup().join(_AS[odd % 2].format(part) for odd, part in enumerate(parts))
