"""A card as somebody sees it who only has the link: figures, and nothing that leads to people or names one."""

from dataclasses import replace
from typing import NamedTuple

from rapport.measure.against import Compared, compared
from rapport.measure.answer import Answer, Row
from rapport.measure.ask import answer, meant
from rapport.measure.boards.asking import Ask, read
from rapport.measure.boards.showing import REFUSED
from rapport.measure.boards.withholding import FEW, Place, few, without_few
from rapport.measure.boards.words import told
from rapport.measure.catalogue import METRICS, Metric
from rapport.measure.cells import cell
from rapport.measure.charts.draw import svg_for_page
from rapport.measure.charts.picture import CARD, picture_of
from rapport.measure.comparing import Other, beside
from rapport.measure.differing import said_of
from rapport.measure.figures import figure, interval
from rapport.measure.pages.cards import about_change, head, unit_beside
from rapport.measure.question import By
from rapport.measure.sentences import period_name, sentence
from rapport.people.acts import Acts
from rapport.people.segments.saved import how_many
from rapport.words.span import Span

WITHHELD = "withheld"
OF_FEW = "Withheld: this rests on fewer than five people, and who knows them could tell who they are."
FROM_TEXTS = "Only the team sees its parts: they are named by what people wrote."
GONE = "This can no longer be answered. The team is told why on the board."
NOT_DRAWN = "What has gaps is not drawn: a gap would look as if nothing had happened."
NAMED_BY_US = ("age", "hour", "move", "zone")
"""Of what metrics break down by themselves, the groups that Rapport names; others are named by what people wrote."""


class Told(NamedTuple):
    """Withheld or gone, it has no figure, and `sentence` says why."""

    title: str
    about: str
    sentence: str
    metric: Metric | None
    figure: str = ""
    unit: str = ""
    interval: str = ""
    about_n: str = ""
    about_change: str = ""
    svg: str = ""
    table_head: list[str] = []  # never changed
    table_rows: list[list[str]] = []  # never changed
    gaps: bool = False
    """Whether any of its figures are withheld."""
    note: str = ""


def tell(title: str, metric: str, asked: str, acts: Acts) -> Told:
    """`title` is the team's own words for it, or the metric's title."""
    try:
        ask = read(metric, asked, acts)
        about = told(ask, to_strangers=True)
        found = answer(metric, ask.question, acts)
        if _of_few(ask, found, acts):
            return Told(title, about, OF_FEW, ask.metric)
        return _told(title, about, ask, found, acts)
    except REFUSED:
        return Told(title, "", GONE, METRICS.get(metric))


def _of_few(ask: Ask, found: Answer, acts: Acts) -> bool:
    """Whether it rests on few, or is of so many that the others are few: these follow from the figure of all."""
    segment = ask.question.segment
    if few(found.n) or not segment:
        return few(found.n)
    everybody = answer(ask.metric.name, replace(ask.question, segment=""), acts, periods=False)
    return how_many(meant(segment), acts) < FEW or few(everybody.n - found.n)


def _told(title: str, about: str, ask: Ask, found: Answer, acts: Acts) -> Told:
    named = ask.question.by is not By.TOPIC and (not found.metric.own or found.metric.own in NAMED_BY_US)
    whole, hidden = without_few(found if named else replace(found, rows=(), groups=()))
    against = _enough(compared(found, acts))
    other, other_hidden, problem = _beside(ask, found, acts)
    said = sentence(replace(whole, rows=(), groups=()) if hidden else whole, against) + said_of(found, other)
    picture = picture_of(_whole_lines(whole, hidden), said, CARD, None if other_hidden else other)
    rests_on = found.metric.rests_on
    return Told(
        title,
        about,
        said,
        found.metric,
        figure=figure(found.total, found.metric.unit),
        unit=unit_beside(found.metric, found.total),
        interval=interval(found.low, found.high, found.metric.unit),
        about_n=f"n = {found.n:,}{'' if rests_on == 'members' else f' {rests_on}'}",
        about_change=about_change(found, against),
        svg=svg_for_page(picture) if picture.points else "",
        table_head=head(whole, other) if whole.rows else [],
        table_rows=_table(whole, hidden, other, other_hidden),
        gaps=bool(hidden or other_hidden),
        note=problem or _not_drawn(whole, hidden | other_hidden) or ("" if named else FROM_TEXTS),
    )


def _whole_lines(found: Answer, hidden: frozenset[Place]) -> Answer:
    """What can be drawn of a count: where a bar is missing, it looks as if nothing had happened."""
    if found.metric.estimated or not hidden:
        return found
    torn = set(found.groups) if found.metric.order else {group for _, group in hidden}
    rows = tuple(row for row in found.rows if row.group not in torn)
    return replace(found, rows=rows, groups=tuple(group for group in found.groups if group not in torn))


def _not_drawn(found: Answer, hidden: frozenset[Place]) -> str:
    return NOT_DRAWN if hidden and not found.metric.estimated else ""


def _enough(against: Compared | None) -> Compared | None:
    return None if against is None or few(against.answer.n) else against


def _beside(ask: Ask, found: Answer, acts: Acts) -> tuple[Other | None, frozenset[Place], str]:
    """What to compare with as a stranger may see it, or why they may not."""
    other = beside(ask.compare, ask.metric.name, ask.question, found, acts)
    if other is None:
        return None, frozenset(), ""
    beside_it = ask._replace(question=other.answer.question)
    near = bool(beside_it.question.segment) and few(abs(found.n - other.answer.n))
    if near or _of_few(beside_it, other.answer, acts):
        return None, frozenset(), "What it is compared with is withheld: it rests on fewer than five people."
    whole, hidden = without_few(other.answer)
    if ask.compare.startswith("segment:"):
        label, mine = ("Another part", "one part") if ask.question.segment else ("A part", other.mine)
        other = replace(other, key="segment", label=label, mine=mine)
    return replace(other, answer=whole), hidden, ""


def _table(
    found: Answer, hidden: frozenset[Place], other: Other | None, other_hidden: frozenset[Place]
) -> list[list[str]]:
    lines: dict[Span, list[str]] = {}
    for row in found.rows:
        cut = "" if row.complete else " (not complete)"
        line = lines.setdefault(Span(row.first, row.last), [f"{period_name(found, row)}{cut}"])
        gap = (row.first, row.group) in hidden
        line += [_cell(found, row, gap)] if found.groups or other else _cells(found, row, gap)
    if other:
        for line, row_beside in zip(lines.values(), other.rows(found), strict=True):
            gap = row_beside is not None and (row_beside.first, row_beside.group) in other_hidden
            line.append(_cell(found, row_beside, gap))
    return list(lines.values())


def _cell(found: Answer, row: Row | None, gap: bool) -> str:
    return WITHHELD if gap else cell(found.metric, row)


def _cells(found: Answer, row: Row, gap: bool) -> list[str]:
    value = WITHHELD if gap else figure(row.value, found.metric.unit)
    sure = ["" if gap else interval(row.low, row.high, found.metric.unit)] if found.metric.estimated else []
    return [value, *sure, "" if gap else f"{row.n:,}"]
