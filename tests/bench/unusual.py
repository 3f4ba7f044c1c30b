"""Does the baseline foretell a day better than "as a week ago", and is one day in 180 called unusual by chance?

On days of real projects, each foretold from those before it alone (rolling origin), from `../shared/data`; and on
made-up communities in which nothing happens. `make bench-unusual` prints it.

Both forecasts get intervals of the same kind (conformal, from their own past errors), so that the pinball loss compares
the forecasts and not the intervals.
"""

import gzip
import re
import sys
import tarfile
from bisect import insort
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import numpy as np

from rapport.measure.unusual.bands import EVERY, REMEMBERED, bands, between
from rapport.measure.unusual.baseline import Floats, expected
from tests.measure.unchanged import KINDS

DATA = Path(__file__).parents[3] / "shared/data"
WEEK = 7
SHARES = (0.05, 0.5, 0.95)
_CREATED = re.compile(rb'"created_at":\s*"(\d{4}-\d\d-\d\d)T')
_DATE = re.compile(rb"^Date: (.*)$", re.MULTILINE)


def projects() -> Iterator[tuple[str, Floats]]:
    yield "Urho3D's forum", _counted(_created("discourse/urho3d/raw-topics-json.tar.gz"))
    yield "Urho3D's commits", _counted(_commits("discourse/urho3d/commits.tsv.gz"))
    yield "secp256k1 on GitHub", _counted(_created("github-issues/secp256k1-before-2023.tar.gz"))
    yield "R-package-devel", _counted(_sent("mailing-list/r-package-devel-2015-2019.tar.gz"))
    yield "R-announce", _counted(_sent("mailing-list/r-announce.tar.gz"))


def _files(archive: str) -> Iterator[bytes]:
    with tarfile.open(DATA / archive) as files:
        for member in files:
            if file := files.extractfile(member):
                content = file.read()
                yield gzip.decompress(content) if member.name.endswith(".gz") else content


def _created(archive: str) -> Iterator[date]:
    for content in _files(archive):
        yield from (date.fromisoformat(day.decode()) for day in _CREATED.findall(content))


def _commits(table: str) -> Iterator[date]:
    with gzip.open(DATA / table, "rt", errors="replace") as lines:
        for line in lines:
            if told := re.match(r"\w+\t(\d{4}-\d\d-\d\d)", line):
                yield date.fromisoformat(told[1])


def _sent(archive: str) -> Iterator[date]:
    for content in _files(archive):
        for told in _DATE.findall(content):
            try:
                yield parsedate_to_datetime(told.decode("latin-1")).date()
            except ValueError:
                continue


def _counted(days: Iterator[date]) -> Floats:
    counts = Counter(day for day in days if date(1997, 1, 1) <= day <= date(2023, 12, 31))
    first, last = min(counts), max(counts)
    return np.array([counts[first + timedelta(days=day)] for day in range((last - first).days + 1)], float)


def _naive(counts: Floats, shares: tuple[float, ...]) -> tuple[Floats, list[Floats]]:
    """As a week ago, with the quantiles of how far that was off lately."""
    told = np.concatenate([counts[:WEEK], counts[:-WEEK]])
    quantiles = [np.full(len(counts), np.nan) for _ in shares]
    known: list[float] = []
    for day, off in enumerate(counts - told):
        for quantile, share in zip(quantiles, shares, strict=True):
            if len(known) >= REMEMBERED / 6:
                quantile[day] = max(0.0, told[day] + known[min(len(known) - 1, int((len(known) + 1) * share))])
        insort(known, float(off))
        if day >= REMEMBERED:
            known.remove(float(counts[day - REMEMBERED] - told[day - REMEMBERED]))
    return told, quantiles


def _pinball(counts: Floats, quantile: Floats, share: float) -> float:
    off = counts - quantile
    return float(np.maximum(share * off, (share - 1) * off).mean())


def held_against_naive(counts: Floats) -> tuple[float, float]:
    """Our mean absolute error and pinball loss (of 5 %, 50 % and 95 %), each as a part of seasonal-naïve's.

    The first is the ratio of two MASE, of which the scale falls out.
    """
    naive, theirs = _naive(counts, SHARES)
    ends, middle = between(counts, 0.9), between(counts, 1e-9)
    ours = [
        np.array([pair[side] if pair else np.nan for pair in told])
        for told, side in ((ends, 0), (middle, 0), (ends, 1))
    ]
    days = ~np.isnan(theirs[1]) & ~np.isnan(ours[0])
    losses = [
        sum(
            _pinball(counts[days], quantile[days], share)
            for quantile, share in zip(told, (0.05, 0.5, 0.95), strict=True)
        )
        for told in (ours, theirs)
    ]
    error = np.abs(counts - expected(counts))[days].mean() / np.abs(counts - naive)[days].mean()
    return float(error), losses[0] / losses[1]


def main() -> int:
    worse = 0
    if DATA.exists():
        print("Against seasonal-naïve, on real days: mean absolute error (MASE) and pinball loss, 1 is as good:")
        for name, counts in projects():
            error, loss = held_against_naive(counts)
            told = [band for band in bands(counts) if band]
            alarms = sum(band.unusual for band in told)
            worse += error >= 1 or loss >= 1
            often = f"one day in {len(told) / alarms:.0f}" if alarms else "no day"
            print(f"  {error:.2f}  {loss:.2f}  {name}: {len(counts):,} days; {often} unusual", flush=True)
    else:
        print("Not held against real days: there is no ../shared/data.")
    print(f"False alarms, where nothing happens (one day in {EVERY} wanted, or fewer):")
    for name, make in KINDS.items():
        chance = np.random.default_rng(list(name.encode()))
        told = [band for _ in range(20) for band in bands(make(chance, 1200, 20)) if band]
        alarms = sum(band.unusual for band in told)
        print(f"  one in {len(told) / max(alarms, 1):4.0f}  {name} ({alarms} of {len(told):,} days)", flush=True)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
