"""What a figure is set beside: as many days before, another platform, other people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapport.measure.answer import Answer, Row
from rapport.measure.ask import answer
from rapport.measure.lengths import before
from rapport.measure.question import Question, QuestionRefused
from rapport.measure.sentences import span_before
from rapport.people.acts import Acts
from rapport.words.platforms import name_of

BEFORE = "before"


@dataclass(frozen=True)
class Other:
    """The same question, asked once more with one thing changed."""

    key: str
    """`before`, or the platform, or the segment."""
    label: str
    mine: str
    """What the first answer is called beside it."""
    answer: Answer
    on: bool = False
    """Whether what it stands beside is a platform, and not all of them or some people."""

    @property
    def beside(self) -> str:
        """What it stands beside, as in "twice as long as on Discourse"."""
        return f"on {self.mine}" if self.on else self.mine

    def rows(self, mine: Answer) -> Sequence[Row | None]:
        """Its row for each row of the first answer: of the same period, or of the one at the same place before."""
        if self.key == BEFORE:
            return [*self.answer.rows, *[None] * len(mine.rows)][: len(mine.rows)]
        found = {row.first: row for row in self.answer.rows}
        return [found.get(row.first) for row in mine.rows]


def beside(text: str, name: str, question: Question, mine: Answer, acts: Acts) -> Other | None:
    """What the text of an address asks to compare with: `before`, `platform:github`, `segment:Regulars`.

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
    if text == BEFORE:
        earlier = before(question, acts.span(question.platform))
        if earlier is None:
            raise QuestionRefused(
                "compare", "The ledger holds no such time before it.", "Choose a shorter time, or another to compare."
            )
        found = answer(name, earlier, acts)
        return Other(BEFORE, span_before(found), "this time", found)
    if what == "platform" and which:
        mine_is = name_of(question.platform) if question.platform else "everywhere"
        found = answer(name, replace(question, platform=which), acts)
        return Other(which, name_of(which), mine_is, found, on=bool(question.platform))
    if what == "segment" and which:
        asked = replace(question, segment=which)
        return Other(which, which, question.segment or "everybody", answer(name, asked, acts))
    raise QuestionRefused(
        "compare", f"There is nothing called '{text}' to compare with.", "Use before, platform:… or segment:…."
    )
