"""What a figure is set beside: another time, another platform, other people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapport.measure.answer import Answer, Row
from rapport.measure.ask import answer
from rapport.measure.lengths import before
from rapport.measure.question import Question, QuestionRefused
from rapport.measure.sentences import span_before
from rapport.measure.times import BEFORE, EXAMPLE, YEAR, at_time, is_time
from rapport.people.acts import Acts
from rapport.words.platforms import name_of


@dataclass(frozen=True)
class Other:
    """The same question, asked once more with one thing changed."""

    key: str
    """The text of the time, or the platform, or the segment."""
    label: str
    mine: str
    """What the first answer is called beside it."""
    answer: Answer
    on: bool = False
    """Whether what it stands beside is a platform, and not all of them or some people."""
    then: bool = False
    """Whether it is of another time."""

    @property
    def beside(self) -> str:
        """What it stands beside, as in "twice as long as on Discourse"."""
        return f"on {self.mine}" if self.on else self.mine

    def rows(self, mine: Answer) -> Sequence[Row | None]:
        """Its row for each row of the first answer: of the same period, or at the same place of another time."""
        if self.then:
            return [*self.answer.rows, *[None] * len(mine.rows)][: len(mine.rows)]
        found = {row.first: row for row in self.answer.rows}
        return [found.get(row.first) for row in mine.rows]

    def left_over(self, mine: Answer) -> int:
        """How many rows of another time, which is longer, stand beside none."""
        return max(len(self.answer.rows) - len(mine.rows), 0) if self.then else 0


def beside(text: str, name: str, question: Question, mine: Answer, acts: Acts) -> Other | None:
    """What the text of an address asks to compare with: `before`, `year`, `2025-12-01..2025-12-31`, `platform:github`,
    `segment:Regulars`.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    if not text:
        return None
    if mine.groups:
        raise QuestionRefused(
            "compare", "A figure that is broken down is not compared as well.", "Break it down by nothing."
        )
    question = replace(question, grain=mine.grain)
    what, _, which = text.partition(":")
    if is_time(text):
        return _then(text, name, question, mine, acts)
    if what == "platform" and which:
        mine_is = name_of(question.platform) if question.platform else "everywhere"
        found = answer(name, replace(question, platform=which), acts)
        return Other(which, name_of(which), mine_is, found, on=bool(question.platform))
    if what == "segment" and which:
        asked = replace(question, segment=which)
        return Other(which, which, question.segment or "everybody", answer(name, asked, acts))
    raise QuestionRefused(
        "compare",
        f"There is nothing called '{text}' to compare with.",
        f"Use before, year, days as {EXAMPLE}, platform:… or segment:….",
    )


def _then(text: str, name: str, question: Question, mine: Answer, acts: Acts) -> Other:
    known = acts.span(question.platform)
    asked = at_time(text, question, mine.span, known)
    found = answer(name, asked, acts)
    if asked == before(question, known):  # however it is called: the sentence compares with it already
        return Other(BEFORE, span_before(found), "this time", found, then=True)
    return Other(text, "a year before" if text == YEAR else "the other time", "this time", found, then=True)
