"""What a checklist says, in words: conditions, and what an answer does to the grade."""

from collections.abc import Sequence

from flask_babel import gettext
from markupsafe import Markup

from web.rules.conditions import either
from web.say import name


def condition(question: str, answers: Sequence[str]) -> Markup:
    """Say what has to be answered to a question: “Sealed?” is No or Can't tell."""
    facts = {"question": name(question), "answers": either([name(each) for each in answers]) or Markup("…")}
    return Markup(gettext("“%(question)s” is %(answers)s")) % facts  # noqa: S704 - ours


def only_when(conditions: Sequence[Markup]) -> Markup:
    """Say when a question is asked, nothing where it always is."""
    if not conditions:
        return Markup()
    joined = Markup(gettext(" and ")).join(conditions)  # noqa: S704 - ours
    return Markup(gettext("only when %(conditions)s")) % {"conditions": joined}  # noqa: S704 - ours
