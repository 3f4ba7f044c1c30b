"""An answer as JSON and as CSV, the same from command, page and API."""

from collections.abc import Iterator
from typing import Any

from rapport.measure.against import Compared
from rapport.measure.annotations.formats import happened_as_json, in_words
from rapport.measure.annotations.happened import Happened
from rapport.measure.answer import Answer, Row
from rapport.measure.catalogue import Metric
from rapport.measure.comparing import Other
from rapport.measure.differing import differing, judged
from rapport.measure.question import write_question
from rapport.measure.sentences import change
from rapport.measure.simulated import simulated
from rapport.measure.times import BEFORE
from rapport.measure.unusual.finding import Looked
from rapport.measure.unusual.sentences import sentence as unusual_sentence
from rapport.words import sheet

COLUMNS = (
    "metric", "first_day", "last_day", "complete", "group", "value", "low", "high", "unit", "n", "too_few", "happened",
)  # fmt: skip
BESIDE = (
    "beside", "beside_first_day", "beside_last_day", "beside_value", "beside_low", "beside_high", "beside_n",
    "beside_too_few",
)  # fmt: skip
"""More columns, of what is compared."""


def metric_as_json(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "title": metric.title,
        "unit": metric.unit,
        "definition": metric.definition,
        "source": metric.source,
        "source_url": metric.link or None,
        "family": str(metric.family),
        "rests_on": metric.rests_on,
        "good": str(metric.good),
    }


def as_json(
    answer: Answer, against: Compared | None, happened: Happened | None = None, other: Other | None = None
) -> dict[str, Any]:
    """Times and days as ISO 8601; `n` is what a value rests on, which the metric names. Where that is too few to say
    anything of others, `too_few` says so, and pages do not tell the value.

    What `happened` in its time is told where it is given, and then what stands beside it.
    """
    span = answer.span
    return {
        "metric": metric_as_json(answer.metric),
        "question": write_question(answer.question),
        "since": span.first.isoformat() if span else None,
        "until": span.last.isoformat() if span else None,
        "grain": str(answer.grain),
        "total": answer.total,
        "n": answer.n,
        "too_few": answer.metric.too_few(answer.n),
        "certainty": answer.certainty,
        "interval": [answer.low, answer.high] if answer.metric.estimated else None,
        "compared": _compared(answer, against) if against else None,
        "left_out": [left._asdict() for left in answer.left_out],
        "as_of": answer.as_of,
        "simulated": simulated(),
        "rows": [_row(answer.metric, row) for row in answer.rows],
        **(
            {"happened": happened_as_json(happened), "beside": _beside(answer, other) if other else None}
            if happened is not None
            else {}
        ),
    }


def _beside(answer: Answer, other: Other) -> dict[str, Any]:
    """Of the time before, `compared` has the verdict."""
    told = as_json(other.answer, None)
    found = judged(answer, other) if other.key != BEFORE else None
    return {
        "label": other.label,
        **{name: told[name] for name in ("question", "since", "until", "total", "n", "too_few", "interval")},
        "difference": differing(answer, other) if found else "",
        "more_than_chance": found.beyond if found else None,
        "verdict": str(found or ""),
        "rows": told["rows"],
    }


def unusual_as_json(looked: Looked | None) -> dict[str, Any]:
    if looked is None:
        return {"since": None, "until": None, "series": 0, "by_chance": 0.0, "found": []}
    return {
        "since": looked.first.isoformat(),
        "until": looked.last.isoformat(),
        "series": looked.series,
        "by_chance": looked.by_chance,
        "found": [
            {
                "metric": one.metric.name,
                "platform": one.platform,
                "day": one.day.isoformat(),
                **one.band._asdict(),
                "reasons": [reason._asdict() for reason in one.reasons],
                "sentence": unusual_sentence(one),
            }
            for one in looked.found
        ],
    }


def _compared(answer: Answer, against: Compared) -> dict[str, Any]:
    before, judged = against
    return {
        "since": before.span.first.isoformat() if before.span else None,
        "until": before.span.last.isoformat() if before.span else None,
        "total": before.total,
        "n": before.n,
        "change": change(answer, before),
        "change_interval": None if judged.beyond is None else [judged.low, judged.high],
        "more_than_chance": judged.beyond,
        "verdict": str(judged),
    }


def _row(metric: Metric, row: Row) -> dict[str, Any]:
    return {
        "first_day": row.first.isoformat(),
        "last_day": row.last.isoformat(),
        "complete": row.complete,
        "group": row.group,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "n": row.n,
        "too_few": metric.too_few(row.n),
    }


def as_csv(answer: Answer, happened: Happened, other: Other | None = None) -> str:
    """A line a period and group, with COLUMNS as its head, and BESIDE where it is compared."""
    return sheet.whole((*COLUMNS, *BESIDE) if other else COLUMNS, _cells(answer, happened, other))


def _cells(answer: Answer, happened: Happened, other: Other | None) -> Iterator[dict[str, Any]]:
    beside = other.rows(answer) if other else [None] * len(answer.rows)
    for row, row_beside in zip(answer.rows, beside, strict=True):
        told = {"metric": answer.metric.name, "unit": answer.metric.unit}
        then = in_words(happened.between(row.first, row.last))
        told |= _in_words(answer.metric, row) | {"happened": then}
        yield told | (_cells_beside(answer.metric, other, row_beside) if other else {})


def _in_words(metric: Metric, row: Row) -> dict[str, Any]:
    told = _row(metric, row)
    return told | {name: "yes" if told[name] else "no" for name in ("complete", "too_few")}


def _cells_beside(metric: Metric, other: Other, row: Row | None) -> dict[str, Any]:
    told = _in_words(metric, row) if row else {}
    return {"beside": other.label} | {name: told.get(name.removeprefix("beside_")) for name in BESIDE[1:]}
