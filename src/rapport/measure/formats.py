"""An answer as JSON and as CSV, the same from command, page and API."""

import csv
import io
from typing import Any

from rapport.measure.against import Compared
from rapport.measure.annotations.formats import happened_as_json, in_words
from rapport.measure.annotations.happened import Happened
from rapport.measure.answer import Answer, Row
from rapport.measure.catalogue import Metric
from rapport.measure.question import write_question
from rapport.measure.sentences import change
from rapport.measure.simulated import simulated
from rapport.measure.unusual.finding import Looked
from rapport.measure.unusual.sentences import sentence as unusual_sentence

COLUMNS = ("metric", "first_day", "last_day", "complete", "group", "value", "low", "high", "unit", "n", "happened")


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


def as_json(answer: Answer, against: Compared | None, happened: Happened | None = None) -> dict[str, Any]:
    """Times and days as ISO 8601; `n` is what a value rests on, which the metric names.

    What `happened` in its time is told where it is given.
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
        "certainty": answer.certainty,
        "interval": [answer.low, answer.high] if answer.metric.estimated else None,
        "compared": _compared(answer, against) if against else None,
        "left_out": [left._asdict() for left in answer.left_out],
        "as_of": answer.as_of,
        "simulated": simulated(),
        "rows": [_row(row) for row in answer.rows],
        **({"happened": happened_as_json(happened)} if happened is not None else {}),
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
    before, verdict = against
    return {
        "since": before.span.first.isoformat() if before.span else None,
        "until": before.span.last.isoformat() if before.span else None,
        "total": before.total,
        "n": before.n,
        "change": change(answer, before),
        "change_interval": None if verdict.beyond is None else [verdict.low, verdict.high],
        "more_than_chance": verdict.beyond,
        "verdict": str(verdict),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "first_day": row.first.isoformat(),
        "last_day": row.last.isoformat(),
        "complete": row.complete,
        "group": row.group,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "n": row.n,
    }


def as_csv(answer: Answer, happened: Happened) -> str:
    """A line a period and group, with COLUMNS as its head; lines end as RFC 4180 wants."""
    text = io.StringIO()
    lines = csv.DictWriter(text, COLUMNS)
    lines.writeheader()
    for row in answer.rows:
        told = {"metric": answer.metric.name, "unit": answer.metric.unit}
        then = in_words(happened.between(row.first, row.last))
        lines.writerow(told | _row(row) | {"complete": "yes" if row.complete else "no", "happened": then})
    return text.getvalue()
