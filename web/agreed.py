"""Agreement as it is shown: a dot with its interval, a number in words, shades of a table."""

from dataclasses import dataclass

from markupsafe import Markup

from station.domain.checklist import Question
from station.domain.graders.agreement import Confusion, Estimate, Subject, Told, Untold
from station.domain.grading import Axis
from web import words
from web.context import world
from web.formats import text
from web.say import code, name

# The axis of the plot: a little below nothing, for those who agree less than by chance, to 1.
LEAST, MOST = -0.2, 1.0
SHADES = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot and its bar along the axis, in percent of its length."""

    at: str
    low: str
    high: str


def dot(told: Told) -> Dot | None:
    """Place an estimate on the axis; one that lies outside stands at its end."""
    if isinstance(told, Untold):
        return None
    return Dot(along(told.value), along(told.low), along(told.high))


def along(value: float) -> str:
    """Return how far along the axis a value is, such as 58.3%."""
    inside = min(max(value, LEAST), MOST)
    return f"{(inside - LEAST) / (MOST - LEAST) * 100:.1f}%"


def number(told: Told) -> Markup:
    """Say an estimate with its interval, or why there is none."""
    if isinstance(told, Estimate):
        low, high = plain(told.low), plain(told.high)
        return Markup('<b>{}</b> <span class="quiet">{}</span>').format(
            code(plain(told.value)), code(f"{low} … {high}")
        )
    return Markup('<span class="quiet">{}</span>').format(name(words.word(told)))


def plain(value: float) -> str:
    """Write with two decimals and a real minus sign; what is rounded to nothing has no sign."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "\u2212")


def shade(table: Confusion, row: int, column: int) -> int:
    """Return how dark a cell is, 0 to SHADES, by its share of its row."""
    count, whole = table.counts[row][column], sum(table.counts[row])
    return 0 if not count else 1 + round(count / whole * (SHADES - 1))


# Words --------------------------------------------------------------------------------------------


def axis_word(key: str) -> str:
    return str(words.word(Axis(key)))


def choice_words(question: Question) -> dict[str, str]:
    """Return the choices of a question in the reader's words."""
    return {choice.id: text(choice.text) for choice in question.choices}


def spoken(subject: Subject, value: str) -> str:
    """Say what a grader said: a grade as it is, a choice in the words of the checklist that counts."""
    if not subject.is_question:
        return value
    with world().read() as uow:
        checklist = uow.rules.in_force().checklists.get(subject.checklist)
    questions = checklist.questions if checklist else ()
    question = next((each for each in questions if each.id == subject.question), None)
    return choice_words(question).get(value, value) if question else value
