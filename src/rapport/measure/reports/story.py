"""A period's story: its chapters, worked out from the answers to one question."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from rapport.measure.against import compared
from rapport.measure.annotations.mark import Mark
from rapport.measure.answer import Answer, span_of
from rapport.measure.ask import answer
from rapport.measure.catalogue import find
from rapport.measure.chance import ABOUT_CHANCE, NO_PAST, TOO_FEW, TOO_SHORT
from rapport.measure.figures import figure
from rapport.measure.labels import group_label
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question, QuestionRefused
from rapport.measure.reports.around import Around, around, coming_up, what_happened
from rapport.measure.reports.chapters import CHAPTERS, Chapter
from rapport.measure.reports.helpers import helpers
from rapport.measure.reports.statement import Statement, statement
from rapport.measure.reports.told import Told
from rapport.measure.reports.topics import most, rose
from rapport.measure.reports.usual import about_chance as about_weeks
from rapport.measure.reports.usual import usual
from rapport.measure.sentences import known_from_to
from rapport.measure.unusual.finding import Looked, Unusual, unusual
from rapport.measure.unusual.sentences import about_chance
from rapport.measure.unusual.sentences import sentence as unusual_sentence
from rapport.people.acts import Acts
from rapport.people.readying import newest
from rapport.words.platforms import name_of
from rapport.words.span import Span

MOST_DAYS = 366
"""What was unusual is looked for in no longer time: a list of a hundred days tells nothing."""
MOST_UNUSUAL = 8
MONTHLY = (28, 31)
_WHY_NOT = {
    TOO_SHORT: "the time is too short",
    NO_PAST: "too little is known of the time before",
    TOO_FEW: "they rest on too few",
}
KEPT = 16


@dataclass(frozen=True)
class Story:
    question: Question
    """With its first and last day."""
    chapters: tuple[Told, ...]
    marks: tuple[Mark, ...]
    """What happened in its time: where there is room, its charts show it."""
    as_of: datetime | None

    @property
    def statements(self) -> Iterator[Statement]:
        for chapter in self.chapters:
            yield from chapter.statements

    @property
    def changed(self) -> list[Statement]:
        return [one for one in self.statements if one.changed]

    @property
    def judged(self) -> int:
        """How many figures could be told from chance."""
        return sum(one.judged for one in self.statements)

    @property
    def slides(self) -> list[Statement]:
        """One of each chapter in which there was anything, and whatever changed, in their order; of a time in which
        nothing was, the first of all."""
        leads = [chapter.lead for chapter in self.chapters if chapter.lead and chapter.lead.answer.n]
        chosen = [one for one in self.statements if one in leads or one.changed]
        return chosen or list(self.statements)[:1]

    @property
    def short(self) -> str:
        """What of it changed, in a sentence."""
        first = next((one.answer for one in self.statements), None)
        if first and first.unknown:
            return f"Nothing is known of this time: {known_from_to(first)}."
        if not self.judged:
            return f"None of {len(list(self.statements))} sentences can be told from chance: {self._why_not}."
        week = any(one.usual for one in self.statements)
        among = f"of {self.judged} figures that can be {'held against other weeks' if week else 'told from chance'}"
        beyond = "lie beyond the weeks of the last year" if week else "changed by more than chance"
        if not self.changed:
            return f"None {among} {beyond}."
        named = ", ".join(one.answer.metric.title.lower() for one in self.changed)
        return f"{len(self.changed)} {among} {beyond}: {named}."

    @property
    def _why_not(self) -> str:
        """Why none of it can be told from chance: the reason that the most figures have."""
        verdicts = [one.against.verdict for one in self.statements if one.against]
        told = Counter(_WHY_NOT[verdict] for verdict in verdicts if verdict in _WHY_NOT)
        if told:
            return told.most_common(1)[0][0]
        return _WHY_NOT[TOO_FEW] if verdicts else "there is no time before it to compare with"

    @property
    def about_chance(self) -> str:
        """How often chance alone is called a change; empty where nothing can be told from chance."""
        weeks = [one.usual.weeks for one in self.statements if one.usual]
        if weeks:
            return about_weeks(min(weeks))
        return ABOUT_CHANCE if self.judged else ""


def story(acts: Acts, question: Question, *, names: bool = False) -> Story:
    """Of this question, which names its first and last day. With `names`, those who helped most are called by name.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    if question.since is None or question.until is None:
        raise QuestionRefused("since", "A report is of a time with two ends.", "Name its first and last day.")
    span_of(acts, question)  # refuses an unknown platform: no database takes whatever an address may say
    beside = around(acts, Span(question.since, question.until), question.platform or "")
    question = replace(question, by=None)
    if question.segment:  # who is in it changes without the acts
        return _story(acts, question, names, beside)
    kept = _kept(acts)
    held = kept.get((question, names))
    if held is None or held[0] != beside:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)), None)
        kept[question, names] = held = beside, _story(acts, question, names, beside)
    return held[1]


def made(acts: Acts, question: Question, *, names: bool = False) -> bool:
    """Whether it is there, but for what the team said since."""
    return (replace(question, by=None), names) in _kept(acts)


@lru_cache(maxsize=2)
def _kept(acts: Acts) -> dict[tuple[Question, bool], tuple[Around, Story]]:
    """The stories of one state of the ledger, the oldest first."""
    return {}


@newest()
def _story(acts: Acts, question: Question, names: bool, beside: Around) -> Story:
    told = [_chapter(acts, question, chapter, names, beside) for chapter in CHAPTERS]
    chapters = (*what_happened(beside, acts), *told, *_unusual(acts, question), *coming_up(beside, acts))
    return Story(question, chapters, beside.then.marks, acts.as_of)


def _chapter(acts: Acts, question: Question, chapter: Chapter, names: bool, beside: Around) -> Told:
    said: list[Statement] = []
    for name in chapter.metrics:
        answered = answer(name, _smooth(name, question), acts)
        said.append(_compared(acts, answered))
        said += _more(acts, question, answered, names)
    # Where nothing happened, the first sentence says it once for all.
    said = [one for one in said if one.answer.n or (one.answer.total is not None and not one.answer.unknown)] or said[
        :1
    ]
    lead = next((one for one in said if one.answer.metric.name == chapter.lead), None)
    if chapter.lead == "conversations" and (topics := most(acts, question, beside)):
        lines, note = rose(acts, question, beside)
        return Told(chapter.title, (*said, topics), topics, note, lines)
    return Told(chapter.title, tuple(said), lead)


def _smooth(name: str, question: Question) -> Question:
    """An estimate of one day rests on too few to draw a line to: of a month it is drawn by the week."""
    since, until = question.since, question.until
    monthly = since and until and MONTHLY[0] <= (until - since).days + 1 <= MONTHLY[1]
    return replace(question, grain=Grain.WEEK) if find(name).estimated and monthly and not question.grain else question


def _compared(acts: Acts, answered: Answer) -> Statement:
    if answered.metric.ripens:
        return statement(answered)
    return statement(answered, compared(answered, acts), usual(answered, acts))


def _more(acts: Acts, question: Question, answered: Answer, names: bool) -> list[Statement]:
    """What makes a figure up, right after it."""
    name = answered.metric.name
    if name == "active_members" and not question.platform:
        return _busiest(acts, question, answered)
    if name == "contributions":
        return _kinds(acts, question, answered)
    if name == "helpers" and names:
        return helpers(acts, question, answered)
    return []


def _busiest(acts: Acts, question: Question, answered: Answer) -> list[Statement]:
    by = answer(answered.metric.name, replace(question, by=By.PLATFORM), acts)
    if len(by.groups) < 2:
        return []
    most = answer(answered.metric.name, replace(question, platform=by.groups[0]), acts)
    platform = name_of(most.question.platform or "")
    n = figure(most.total, most.metric.unit)
    return [Statement(f"The most of them were on {platform}: {n} of {figure(answered.total, most.metric.unit)}.", most)]


def _kinds(acts: Acts, question: Question, answered: Answer) -> list[Statement]:
    by = answer(answered.metric.name, replace(question, by=By.KIND), acts)
    if len(by.groups) < 2 or not answered.total:
        return []
    group = by.groups[0]
    n = sum(row.value or 0 for row in by.rows if row.group == group)
    share = f"{figure(n, by.metric.unit)} of them, {n / answered.total:.0%}".replace("%", " %")
    return [Statement(f"The most were {group_label(by, group)}: {share}.", by)]


def _unusual(acts: Acts, question: Question) -> list[Told]:
    """Days of the period on which something unusual happened; none of a part of the community, which has no past."""
    since, until = question.since, question.until
    if question.segment or question.language or question.without_team or since is None or until is None:
        return []
    days = min((until - since).days + 1, MOST_DAYS)
    looked = unusual(acts, days, until, question.platform)
    if looked is None:
        return []
    found = list(looked.found)
    found.sort(key=lambda one: abs(one.band.came - one.band.expected), reverse=True)
    said = [_odd(acts, looked, one) for one in sorted(found[:MOST_UNUSUAL], key=lambda one: one.day)]
    note = about_chance(looked)
    if len(found) > MOST_UNUSUAL:
        note = f"These are the {MOST_UNUSUAL} furthest from what is usual, of {len(found)}. {note}"
    return [Told("What was unusual", tuple(said), note=note if said else f"No day stood out. {note}")]


def _odd(acts: Acts, looked: Looked, one: Unusual) -> Statement:
    """Its evidence: that metric on that platform, four weeks up to the day."""
    asked = Question(since=one.day - timedelta(days=27), until=one.day, platform=one.platform)
    return Statement(unusual_sentence(one), answer(one.metric.name, asked, acts))
