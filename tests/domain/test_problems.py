"""What is wrong is said in English with its place, and its place is known as a path too."""

import pytest

from station.domain.phrases import as_is, phrase
from station.domain.problems import KeyPath, Problem, place

# The ids of list elements; row 2 has none.
IDS: dict[KeyPath, str] = {
    ("row", 3): "worn",
    ("question", 1): "seal",
    ("question", 1, "choice", 2): "no",
}


def test_facts_stand_in_their_places_and_phrases_within_phrases() -> None:
    either = phrase("%(one)s, or a list of these", one=phrase("one of %(names)s", names="A, B"))
    assert str(either) == "one of A, B, or a list of these"


def test_what_a_person_wrote_is_never_taken_for_a_place_of_a_fact() -> None:
    assert str(phrase("found %(value)s", value='"100% %(x)s"')) == 'found "100% %(x)s"'


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((), ""),
        (("version",), "version"),
        (("web", "port"), "web.port"),
        (("row", 2), "row 2"),
        (("row", 3, "when", "grade"), 'row 3 "worn", when.grade'),
        (("question", 1, "choice", 2, "he"), 'question 1 "seal", choice 2 "no", he'),
        (("line", 7, "sku"), "line 7, sku"),
        (("fees", "step", 2, "to"), "fees, step 2, to"),
    ],
)
def test_a_path_in_words(path: KeyPath, said: str) -> None:
    assert str(place(path, IDS)) == said


def test_the_whole_sentence() -> None:
    problem = Problem(
        "a.toml", "open", phrase("found %(value)s", value='"x"'), as_is("12"), "y", 4, ("open",)
    )
    assert str(problem) == 'a.toml:4: open: found "x"; expected 12; did you mean "y"?'
    bare = Problem("draft", "", phrase("is missing"), as_is(12))
    assert str(bare) == "draft: is missing; expected 12"
