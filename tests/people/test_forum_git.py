"""The table of who of the Urho3D forum wrote code: whole, and without anybody's name."""

import csv
import re

from tests.bench.forum_git import LOOKED_UP, mark
from tests.bench.people import at_least


def test_the_table_names_nobody() -> None:
    with LOOKED_UP.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({(row["forum"], row["git"]) for row in rows}) == len(rows) >= 100
    assert all(re.fullmatch(r"discourse\.urho3d\.io/\d+", row["forum"]) for row in rows)
    assert all(re.fullmatch(r"[0-9a-f]{10}", row["git"]) for row in rows)
    assert {row["verdict"] for row in rows} == {"one", "two", "unknown"}


def test_a_mark_is_of_the_whole_author() -> None:
    assert mark("Ada <ada@example.org>") != mark("Ada <ada@example.com>")


def test_the_interval_of_a_share() -> None:
    assert at_least(67, 67) > at_least(20, 20) > 0.8
    assert at_least(100, 95) < 0.95 < 1 - at_least(100, 5) < 1
