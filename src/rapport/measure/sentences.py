"""What a chart shows, in one sentence made from its data."""

from rapport.measure.answer import Answer, Row
from rapport.measure.labels import group_label
from rapport.measure.periods import name_of
from rapport.measure.question import By
from rapport.words.span import Span

_SAID = {
    "active_members": ("{} person took part", "{} people took part"),
    "new_members": ("{} person came for the first time", "{} people came for the first time"),
    "activity": ("{} thing was done", "{} things were done"),
    "contributions": ("{} contribution was made", "{} contributions were made"),
}


def sentence(answer: Answer, before: Answer | None = None) -> str:
    """One plain sentence: how many, how that differs from as long before, and what stands out."""
    if not answer.total:
        return f"{answer.metric.title}: none in this time."
    one, many = _SAID.get(answer.metric.name, ("{} " + answer.metric.unit,) * 2)
    said = (one if answer.total == 1 else many).format(f"{answer.total:,}")
    compared = f", {_compared(answer, before)}" if before else ""
    outstanding = _outstanding(answer)
    return f"{said}{compared}{'; ' if outstanding else ''}{outstanding}."


def change(answer: Answer, before: Answer | None) -> float | None:
    """In percent of as long before; None where there is nothing to compare with."""
    if before is None or not before.total:
        return None
    return (answer.total - before.total) / before.total * 100


def change_label(answer: Answer, before: Answer | None) -> str:
    """The change as people write it: "+12 %", "−3 %", "×4"; empty where there is none."""
    percent = change(answer, before)
    if percent is None:
        return ""
    if percent >= 300:
        return f"×{percent / 100 + 1:,.0f}"
    rounded = round(percent)
    return "±0 %" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)} %"


def _compared(answer: Answer, before: Answer) -> str:
    earlier = span_before(before)
    if not before.total:
        return f"none in {earlier}"
    times = answer.total / before.total
    if times >= 4:
        return f"{times:,.0f} times as many as in {earlier}"
    percent = round((times - 1) * 100)
    if percent == 0:
        return f"as many as in {earlier}"
    return f"{abs(percent)} % {'more' if percent > 0 else 'fewer'} than in {earlier}"


def span_before(before: Answer) -> str:
    """What people call the time that one compares with: "the 365 days before"."""
    days = before.span.days if before.span else 0
    return "the day before" if days == 1 else f"the {days:,} days before"


def _outstanding(answer: Answer) -> str:
    if len(answer.groups) > 1:
        return _largest_group(answer)
    periods = {row.first for row in answer.rows}
    if len(periods) < 3:
        return ""
    most = max(answer.rows, key=lambda row: row.value)
    if sum(row.value == most.value for row in answer.rows) > 1:
        return ""
    return f"{period_name(answer, most)} had the most ({most.value:,})"


def _largest_group(answer: Answer) -> str:
    """Shares are of what adds up; people can be in several groups."""
    first = answer.groups[0]
    label = group_label(answer.question.by, first)
    if answer.metric.unit == "people":
        return f"the most {_among(answer.question.by)} {label}"
    sums = sum(row.value for row in answer.rows if row.group == first)
    return f"{sums / answer.total:.0%} of them {_among(answer.question.by)} {label}".replace("%", " %", 1)


def _among(by: By | None) -> str:
    return {By.PLATFORM: "on", By.SIDE: "by the"}.get(by, "as") if by else ""


def period_name(answer: Answer, row: Row) -> str:
    return name_of(Span(row.first, row.last), answer.grain)


_SIDES = {"bot": ("bot", "bots"), "team": ("member of the team", "members of the team")}


def left_out(answer: Answer) -> str:
    """Whom the count left out, with what they would have added: "Left out: 3 bots (120 activities)." """
    told = []
    for left in answer.left_out:
        one, many = _SIDES[left.side]
        who = f"{left.n:,} {one if left.n == 1 else many}" if left.n else f"no {many}"
        told.append(
            who if answer.metric.unit == "people" or not left.n else f"{who} ({left.value:,} {answer.metric.unit})"
        )
    return f"Left out: {' and '.join(told)}." if told else ""
