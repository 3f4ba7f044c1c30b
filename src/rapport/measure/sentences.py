"""What a chart shows, in one sentence made from its data."""

from collections import defaultdict
from datetime import UTC, date

from rapport.measure.against import Compared, reached
from rapport.measure.answer import Answer, LeftOut, Row
from rapport.measure.catalogue import Metric
from rapport.measure.estimates.estimate import FEW
from rapport.measure.figures import figure, interval, unbroken, unit_of
from rapport.measure.labels import group_label
from rapport.measure.periods import day_name, name_of
from rapport.measure.question import By
from rapport.measure.topics.naming import UNNAMED
from rapport.measure.topics.table import OTHER, UNREAD
from rapport.text.names import language_name
from rapport.words.platforms import name_of as platform_name
from rapport.words.span import Span


def sentence(answer: Answer, against: Compared | None = None) -> str:
    """One plain sentence: how many, how that differs from as long before, and what stands out."""
    metric = answer.metric
    if answer.unknown:
        return nothing_known(answer)
    so_far = known_so_far(answer)
    if not reached(answer):
        was = f"; it was {was_before(against.answer)}" if against and comparable(answer, against.answer) else ""
        half = f"not half of the {answer.n:,} {metric.rests_on} got there, as far as is known"
        return unbroken(f"{metric.title}: {half}{so_far}{was}.")
    if answer.total is None:
        return f"{metric.title}: nothing to say of {_apart(answer) or 'this time'}{so_far}."
    if not answer.total and not metric.estimated:
        most = _outstanding(answer)
        return f"{metric.title}: {f'none over the whole time; {most}' if most else f'none in this time{so_far}'}."
    if metric.estimated and answer.n < FEW:
        return f"{metric.title}: too few to say ({rests_on(answer)})."
    said = metric.said(figure(answer.total, metric.unit), answer.total) + so_far
    compared = f", {_compared(answer, against)}" if against and comparable(answer, against.answer) else ""
    outstanding = _outstanding(answer)
    return unbroken(f"{said}{compared}{'; ' if outstanding else ''}{outstanding}.")


def known_up_to(answer: Answer) -> str:
    """Of a time that goes on beyond what is known: "known up to 19 November 2026"."""
    return f"known up to {day_name(answer.known_until)}" if answer.known_until else ""


def known_so_far(answer: Answer) -> str:
    """After a fact, and nothing where all of the time is known."""
    return f" ({known_up_to(answer)})" if answer.known_until else ""


def nothing_known(answer: Answer) -> str:
    """All that is to be said of a time that lies wholly beyond what is known."""
    return f"{answer.metric.title}: nothing is known of this time; {known_from_to(answer)}."


def known_from_to(answer: Answer) -> str:
    known = answer.known
    return (
        f"what is known goes from {day_name(known.first)} to {day_name(known.last)}" if known else "the ledger is empty"
    )


def _apart(answer: Answer) -> str:
    """Those of whom the metric can say nothing; "" where there are none."""
    side = answer.metric.apart.side if answer.metric.apart else None
    return next((_left(answer, left) for left in answer.left_out if left.side == side and left.n), "")


def change(answer: Answer, before: Answer | None) -> float | None:
    """In percent of as long before; None where there is nothing to compare with."""
    if before is None or not before.total or answer.total is None:
        return None
    return (answer.total - before.total) / before.total * 100


def change_label(answer: Answer, before: Answer | None) -> str:
    """The change as people write it: "+12 %", "−3 %", "×4"; empty where there is none."""
    if before is not None and answer.metric.unit == "%" and answer.total is not None and before.total is not None:
        difference = answer.total - before.total
        return f"{'±' if not round(difference) else '+' if difference > 0 else '−'}{points(abs(difference))}"
    percent = change(answer, before)
    if percent is None:
        return ""
    if percent >= 300:
        return f"×{percent / 100 + 1:,.0f}"
    rounded = round(percent)
    return "±0 %" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)} %"


def comparable(answer: Answer, before: Answer) -> bool:
    """Whether both rest on enough to be set against each other."""
    if not answer.metric.estimated:
        return True
    return before.total is not None and min(answer.n, before.n) >= FEW


def _compared(answer: Answer, against: Compared) -> str:
    """What ripens says so: without a word it would read as news."""
    told = _against(answer, against.answer)
    return told if against.verdict.beyond is None and not answer.metric.ripens else f"{told} ({against.verdict})"


def _against(answer: Answer, before: Answer) -> str:
    earlier, now, then = span_before(before), answer.total or 0, before.total or 0
    if answer.metric.estimated:
        was = "as" if now == then else f"up from {figure(then, answer.metric.unit)}" if now > then else ""
        return f"{was or f'down from {figure(then, answer.metric.unit)}'} in {earlier}"
    if not then:
        return f"none in {earlier}"
    if min(now, then) < FEW and now != then:
        return f"{'up' if now > then else 'down'} from {figure(then, answer.metric.unit)} in {earlier}"
    if now / then >= 4:
        return f"{now / then:,.0f} times as many as in {earlier}"
    percent = round((now / then - 1) * 100)
    if percent == 0:
        return f"as many as in {earlier}"
    return f"{abs(percent)} % {'more' if percent > 0 else 'fewer'} than in {earlier}"


def was_before(before: Answer) -> str:
    """ "31 min in the 214 days before"."""
    return f"{figure(before.total, before.metric.unit)} in {span_before(before)}"


def points(difference: float) -> str:
    """Between two shares: "3 points"."""
    rounded = round(difference)
    return f"{rounded} {'point' if rounded == 1 else 'points'}"


def span_before(before: Answer) -> str:
    """What people call the time that one compares with: "the 365 days before"."""
    days = before.span.days if before.span else 0
    return "the day before" if days == 1 else f"the {days:,} days before"


def _outstanding(answer: Answer) -> str:
    if answer.metric.estimated:
        return ""
    if len(answer.groups) > 1:
        return _largest_group(answer)
    periods = {row.first for row in answer.rows}
    if len(periods) < 3:
        return ""
    most = max(answer.rows, key=lambda row: row.value or 0)
    if sum(row.value == most.value for row in answer.rows) > 1:
        return ""
    return f"{period_name(answer, most)} had the most ({figure(most.value, answer.metric.unit)})"


def _largest_group(answer: Answer) -> str:
    """Shares are of what adds up; people can be in several groups. What is about no topic is no group of its own."""
    by_topic = answer.question.by is By.TOPIC
    groups = [group for group in answer.groups if not (by_topic and _is_no_topic(answer, group))]
    if not groups:
        return ""
    come_to = defaultdict(float, answer.come_to)
    if not come_to:
        for row in answer.rows:
            come_to[row.group or ""] += row.value or 0
    groups.sort(key=lambda group: -come_to[group])
    label = f"“{group_label(answer, groups[0])}”" if by_topic else group_label(answer, groups[0])
    sums = [come_to[group] for group in groups[:2]]
    if sums[0] == sums[-1] and len(sums) > 1:
        return ""
    if answer.metric.unit == "people" or not answer.total:
        return f"the most {_among(answer)} {label}"
    return f"{_part(sums[0] / answer.total)} of them {_among(answer)} {label}"


def _is_no_topic(answer: Answer, group: str) -> bool:
    return group in (OTHER, UNREAD) or group_label(answer, group) == UNNAMED


def rests_on(answer: Answer) -> str:
    """What it was made of: "n = 1 thread"."""
    return n_of(answer.metric, answer.n)


def n_of(metric: Metric, n: int) -> str:
    return f"n = {n:,} {unit_of(n, metric.rests_on)}"


_UNBROKEN = "\u00a0"


def small_print(answer: Answer) -> str:
    """Below the sentence where nothing else stands beside it: what is counted of whom, how sure, and as of when."""
    metric, question = answer.metric, answer.question
    broken = question.by or metric.own
    told = "" if metric.too_few(answer.n) else interval(answer.low, answer.high, metric.unit)
    whose = [
        f"on {platform_name(question.platform)}" if question.platform else "",
        f"language: {language_name(question.language)}" if question.language else "",
        "of a part of the community" if question.segment else "",
        "without the team" if question.without_team else "",
    ]
    every = "" if metric.order else f" per {answer.grain}"
    counted = f"{metric.unit}{every}{f' by {broken}' if broken else ''}"
    parts = [
        ", ".join(filter(None, (f"{metric.title}: {counted}", *whose))),
        f"{_day(answer.span.first)} to {_day(answer.span.last)}" if answer.span else "",
        f"{rests_on(answer).replace(' ', _UNBROKEN)}{f', 95 % interval {told}' if told else ''}",
        f"As of {_day(answer.as_of.astimezone(UTC))}, {answer.as_of.astimezone(UTC):%H:%M} UTC" if answer.as_of else "",
    ]
    return unbroken(" ".join(f"{part}." for part in parts if part))


def _day(day: date) -> str:
    """On one line."""
    return day_name(day).replace(" ", _UNBROKEN)


def _part(share: float) -> str:
    """Of all: "79 %", and "over 99 %" where that is not all of them."""
    if share >= 1:
        return "all"
    return "over 99 %" if share > 0.995 else f"{share * 100:.0f} %"


_OWN = {"age": "for", "hour": "at", "zone": "in", "move": "from"}
_BY = {By.PLATFORM: "on", By.SIDE: "by the", By.LANGUAGE: "in", By.KIND: "as", By.TOPIC: "about"}


def _among(answer: Answer) -> str:
    return _BY[answer.question.by] if answer.question.by else _OWN.get(answer.metric.own, "with")


def period_name(answer: Answer, row: Row) -> str:
    return name_of(Span(row.first, row.last), answer.grain)


_SIDES = {"bot": ("bot", "bots"), "team": ("member of the team", "members of the team")}


def left_out(answer: Answer) -> str:
    """Whom the count left out, with what they would have added: "Left out: 3 bots (120 activities)." """
    told = [_left(answer, left) for left in answer.left_out]
    return f"Left out: {' and '.join(told)}." if told else ""


def _left(answer: Answer, left: LeftOut) -> str:
    metric = answer.metric
    if metric.apart and left.side == metric.apart.side:
        who = f"{left.n:,} {metric.apart.one if left.n == 1 else metric.apart.many}"
        return f"{who} ({figure(left.value, metric.apart.unit)} {unit_of(left.value, metric.apart.unit)})"
    one, many = _SIDES[left.side]
    if metric.rests_on != "members":
        they = "the team" if left.side == "team" else many
        met = metric.left[left.n != 1] or f"{unit_of(left.n, metric.rests_on)} of {{}}"
        return f"{f'{left.n:,}' if left.n else 'no'} {met.format(they)}"
    who = f"{left.n:,} {one if left.n == 1 else many}" if left.n else f"no {many}"
    plain = metric.unit == "people" or metric.estimated or not left.n
    return who if plain else f"{who} ({figure(left.value, metric.unit)} {unit_of(left.value, metric.unit)})"
