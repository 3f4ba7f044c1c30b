"""Give a simulated community in batches, as a reading of files does. Knows no database, as it runs beside."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from rapport.collect.archives import SIMULATED
from rapport.collect.reading import RECORDS, Batch, Key, Part
from rapport.demo.community import Community
from rapport.demo.plan import DAYS, Plan
from rapport.words.records import Record

LABEL = "Simulated community"


class Telling:
    """One source a platform. `already` says how much of each an earlier, killed run has kept: that is not given again.

    With `truth` a JSON file is written at the end that tells what is true of it all.
    """

    def __init__(self, plan: Plan, already: Mapping[Key, int] | None = None, truth: Path | None = None) -> None:
        self._plan, self._truth = plan, truth
        self._skip = dict(already or {})
        self.unread: list[Any] = []
        self.unread_count = 0
        self.notes: list[str] = ["Nothing of this happened: people, texts and figures are made up."]

    def batches(self) -> Iterator[Batch]:
        community = Community(self._plan)
        parts: dict[str, Part] = {}
        records, waiting, since = 0, 0, perf_counter()
        for activity in community.activities():
            part = parts.get(activity.platform)
            if part is None:
                part = parts[activity.platform] = Part(key_of(activity.platform))
            records += 1
            if self._skip.get(part.key, 0):
                self._skip[part.key] -= 1
                continue
            part.records.append(Record(f"activity {records:,}", (activity,)))
            waiting += 1
            if waiting >= RECORDS:
                day = self._plan.number_of(activity.at) + 1
                yield _batch(parts, day, records, since)
                parts, waiting, since = {}, 0, perf_counter()
        yield _batch(parts, DAYS, records, since)
        if self._truth:
            self._truth.write_bytes(
                orjson.dumps(community.truth.as_document(), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
            )


def key_of(platform: str) -> Key:
    return Key(LABEL, f"{SIMULATED}-{platform}", platform)


def _batch(parts: Mapping[str, Part], days: int, records: int, since: float) -> Batch:
    """Those that hold something; the time goes to each by its share."""
    full = [part for part in parts.values() if part.records]
    spent, waiting = perf_counter() - since, sum(len(part.records) for part in full)
    for part in full:
        part.seconds = spent * len(part.records) / waiting
    return Batch(full, LABEL, days, records)
