"""Curves as JSON and as CSV, the same from command, page and API."""

from collections.abc import Iterator
from typing import Any

from rapport.measure.curves.curve import Curve, Curves, first_day, last_day
from rapport.measure.curves.words import label, sentence
from rapport.measure.formats import metric_as_json
from rapport.measure.question import write_question
from rapport.words import sheet

COLUMNS = (
    "metric", "first_day", "last_day", "complete", "cohort", "time", "unit", "share", "low", "high", "known", "n",
)  # fmt: skip


def as_json(found: Curves) -> dict[str, Any]:
    """Shares in percent, times in `unit`, days as ISO 8601."""
    span = found.span
    return {
        "metric": metric_as_json(found.metric),
        "question": write_question(found.question),
        "since": span.first.isoformat() if span else None,
        "until": span.last.isoformat() if span else None,
        "says": "who stays so long" if found.metric.by_cohort else "who got there by then",
        "grain": str(found.grain) if found.grain else None,
        "unit": found.unit,
        "sentence": sentence(found),
        "as_of": found.as_of,
        "curves": [
            {
                **_which(found, curve),
                "longest": curve.longest,
                "told_until": curve.told_until,
                "told": [one._asdict() for one in curve.told],
                "points": [point._asdict() for point in curve.points],
            }
            for curve in found.curves
        ],
    }


def as_csv(found: Curves) -> str:
    """A line a step of each curve, with COLUMNS as its head."""
    return sheet.whole(COLUMNS, _steps(found))


def _steps(found: Curves) -> Iterator[dict[str, Any]]:
    for curve in found.curves:
        told = {"metric": found.metric.name, "unit": found.unit, **_which(found, curve)}
        told["complete"] = "yes" if curve.complete else "no"
        yield from (told | point._asdict() for point in curve.points)


def _which(found: Curves, curve: Curve) -> dict[str, Any]:
    span = found.span
    return {
        "cohort": label(found, curve) or None,
        "first_day": first_day(curve, span).isoformat() if span else None,
        "last_day": last_day(curve, span).isoformat() if span else None,
        "complete": curve.complete,
        "n": curve.n,
    }
