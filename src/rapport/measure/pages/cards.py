"""What pages show of an answer: the number, the sentence, the drawing, the table behind it, the ways out."""

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rapport.measure.against import Compared, compared, reached
from rapport.measure.annotations.happened import Happened, happened
from rapport.measure.annotations.mark import Mark
from rapport.measure.answer import Answer, Row
from rapport.measure.ask import answer, meant
from rapport.measure.catalogue import Metric, on_questions
from rapport.measure.cells import TOO_FEW, beside_n, cell
from rapport.measure.charts.draw import svg_for_page
from rapport.measure.charts.layout import drawn_marks
from rapport.measure.charts.picture import PAGE, PHONE, Picture, Size, picture_of
from rapport.measure.comparing import Other, beside
from rapport.measure.differing import said_of
from rapport.measure.figures import figure, interval, unit_of
from rapport.measure.labels import group_label
from rapport.measure.question import Question, write_question
from rapport.measure.sentences import (
    change_label,
    comparable,
    left_out,
    period_name,
    rests_on,
    sentence,
    span_before,
    was_before,
)
from rapport.people.acts import Acts
from rapport.words.span import Span

Line = list[SafeString | str | int]


class Card(NamedTuple):
    answer: Answer
    other: Other | None
    """What it is compared with."""
    left_over: int
    """How many of its periods stand beside none."""
    sentence: str
    svg: str
    narrow: str
    """The same for a phone, where the size is that of a page."""
    happened: Happened
    marked: list[Mark]
    """Those of them that stand in the chart."""
    unmarked: list[Mark]
    """The others."""
    about_change: str
    changed: bool
    """By more than chance."""
    left_out: str
    figure: str
    unit: str
    """Where the figure does not say it itself."""
    interval: str
    about_n: str
    table_head: list[str]
    table_rows: list[Line]
    downloads: list[tuple[str, str]]
    href: str


def card(acts: Acts, name: str, question: Question, size: Size, compare: str = "") -> Card:
    """Answer the question and the same one of as long before, and say how they differ.

    `compare` is what to draw and list beside it (`measure.comparing`).
    """
    answered = answer(name, question, acts)
    against = compared(answered, acts)
    other = beside(compare, name, question, answered, acts)
    said = sentence(answered, against) + said_of(answered, other)
    spelt = _spelt(answered)
    then = happened(answered, acts)
    picture = _picture(spelt, said, size, other, then)
    marked = {one.mark for one in drawn_marks(picture)}
    in_all = total(answered)
    return Card(
        answer=answered,
        other=other,
        left_over=other.left_over(answered) if other else 0,
        sentence=said,
        svg=svg_for_page(picture) if picture.points else "",
        narrow=svg_for_page(picture._replace(size=PHONE)) if picture.points and size is PAGE else "",
        happened=then,
        marked=[mark for mark in then.marks if mark in marked],
        unmarked=[mark for mark in then.marks if mark not in marked],
        about_change=about_change(answered, against),
        changed=bool(against and against.verdict.beyond),
        left_out=left_out(answered),
        figure=in_all.figure,
        unit=in_all.unit,
        interval=in_all.interval,
        about_n=f"n = {answered.n:,}" if answered.metric.rests_on == "members" else rests_on(answered),
        table_head=head(answered, other) + (["What happened"] if then.marks else []),
        table_rows=_table(spelt, other, then),
        downloads=[(form.upper(), address(name, question, form, compare)) for form in ("csv", "json", "svg", "png")],
        href=address(name, question, compare=compare),
    )


def _spelt(answered: Answer) -> Answer:
    """With the text of its segment in place of the name, as other pages ask for it."""
    segment = answered.question.segment
    return replace(answered, question=replace(answered.question, segment=meant(segment))) if segment else answered


def _picture(answered: Answer, said: str, size: Size, other: Other | None, then: Happened) -> Picture:
    """On a page of its own each bar and point leads to what it rests on."""

    def way(row: Row) -> tuple[str, str]:
        whole = row.group is not None and row[:2] == answered.span
        named = [] if whole else [period_name(answered, row)]
        named += [] if row.group is None else [group_label(answered, row.group)]
        return _behind(answered, row), f"{', '.join(named)}: {figure(row.value, answered.metric.unit)}"

    leads = size is PAGE and other is None and answered.metric.behind
    return picture_of(answered, said, size, other, way if leads else None, then.marks)


class Total(NamedTuple):
    """What an answer comes to; of too few that alone is said."""

    figure: str
    unit: str
    """Where the figure does not say it itself."""
    interval: str


def total(answered: Answer) -> Total:
    metric = answered.metric
    if metric.too_few(answered.n):
        return Total(TOO_FEW, "", "")
    sure = interval(answered.low, answered.high, metric.unit)
    return Total(figure(answered.total, metric.unit), unit_beside(metric, answered.total), sure)


def unit_beside(metric: Metric, value: float | None) -> str:
    """The unit of this figure, where it does not say it itself."""
    return "" if metric.unit in ("%", "hours") else unit_of(value, metric.unit)


def about_change(answered: Answer, against: Compared | None) -> str:
    if against is None:
        return "no time before to compare with"
    earlier, verdict = against
    if not comparable(answered, earlier):
        half = f"not half of the {earlier.n:,} {earlier.metric.rests_on} got there in {span_before(earlier)}"
        return "too few to compare" if reached(earlier) else half
    if not reached(answered):
        return f"was {was_before(earlier)}; now not half of the {answered.n:,} {answered.metric.rests_on} got there"
    change = change_label(answered, earlier)
    told = f"{change} against {span_before(earlier)}" if change else f"none in {span_before(earlier)}"
    return f"{told}: {verdict}" if str(verdict) else told


def address(name: str, question: Question, form: str = "", compare: str = "") -> str:
    """Of the page that answers this question, or of the file of this form."""
    there = reverse("measure:download", args=[name, form]) if form else reverse("measure:metric", args=[name])
    query = urlencode(write_question(question) | ({"compare": compare} if compare else {}))
    return f"{there}?{query}" if query else there


def head(answered: Answer, other: Other | None) -> list[str]:
    if answered.groups:
        return ["Period", *(group_label(answered, group) for group in answered.groups)]
    if other:
        return ["Period", *(f"{label[0].upper()}{label[1:]}" for label in (other.mine, other.label))]
    sure = ["95 % interval"] if answered.metric.estimated else []
    return ["Period", answered.metric.unit.capitalize(), *sure, "n"]


def _table(answered: Answer, other: Other | None, then: Happened) -> list[Line]:
    """A line a period; its name, and the figures of its groups, lead to what is behind them. What happened in it stands
    last."""
    lines: dict[Span, Line] = {}
    for row in answered.rows:
        line = lines.setdefault(Span(row.first, row.last), [_period(answered, row)])
        line += [_cell(answered, row)] if answered.groups or other else _told(answered, row)
    if other:
        for line, row_beside in zip(lines.values(), other.rows(answered), strict=True):
            line.append(cell(answered.metric, row_beside))
    if then.marks:
        for period, line in lines.items():
            line.append("; ".join(mark.short for mark in then.between(*period)))
    return list(lines.values())


def _cell(answered: Answer, row: Row) -> SafeString | str:
    """Of a group it leads to what it counts."""
    told = cell(answered.metric, row)
    leads = answered.groups and row.n and answered.metric.behind
    return format_html('<a href="{}">{}</a>', _behind(answered, row), told) if leads else told


def _told(answered: Answer, row: Row) -> Line:
    return [*beside_n(answered.metric, row), f"{row.n:,}"]


def _period(answered: Answer, row: Row) -> SafeString:
    cut = "" if row.complete else " (not complete)"
    name = period_name(answered, row)
    if answered.metric.behind is None:
        return format_html("{}{}", name, cut)
    return format_html('<a href="{}">{}</a>{}', _behind(answered, row._replace(group=None)), name, cut)


def _behind(answered: Answer, row: Row) -> str:
    """The address of whom or what the figure rests on: the questions, or else the people."""
    span = answered.span or Span(row.first, row.last)
    there = reverse(
        "measure:behind" if on_questions(answered.metric) else "measure:people", args=[answered.metric.name]
    )
    asked = replace(answered.question, since=max(row.first, span.first), until=min(row.last, span.last), grain=None)
    group = {"group": row.group} if row.group is not None else {}
    return f"{there}?{urlencode(write_question(asked if group else replace(asked, by=None)) | group)}"
