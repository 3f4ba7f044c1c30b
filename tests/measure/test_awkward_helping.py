"""Questions and answers that are easily got wrong, against what `awkward_helping.txt` says of them by hand."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as StoredIdentity
from rapport.ledger.telling import tell
from rapport.measure.answer import work_out
from rapport.measure.current import current
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from rapport.people.map import bump
from rapport.people.mine.limiting import limit
from rapport.people.models import Link, Member, Side
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

FIRST_WEEK = date(2021, 1, 4)
METRICS = (
    "questions", "time_to_first_response", "time_to_team_response", "time_to_community_response",
    "answered_within_an_hour", "answered_within_a_day", "answered_within_a_week", "unanswered", "resolved_share",
    "helpers",
)  # fmt: skip
"""In the order of the file's figures."""
PLATFORM = {"topic": "discourse", "question": "stackexchange", "message": "zulip"}
"""Where a thread is that begins so; others are on GitHub."""


class Case(NamedTuple):
    name: str
    week: date
    lines: list[list[str]]
    expected: dict[date, list[float | None]]
    """By week."""


def read() -> list[Case]:
    found: list[Case] = []
    for line in (Path(__file__).parent / "awkward_helping.txt").read_text().splitlines():
        head, _, rest = line.partition(": ")
        if head == "case":
            found.append(Case(rest, FIRST_WEEK + timedelta(weeks=len(found)), [], {}))
        elif head.startswith("asked"):
            weeks = int(head.removeprefix("asked").removeprefix(" in week ") or 1) - 1
            figures = [None if told == "–" else float(told) for told in rest.split()]
            found[-1].expected[found[-1].week + timedelta(weeks=weeks)] = figures
        elif line[:1].isdigit():
            found[-1].lines.append(line.split(maxsplit=4))
    return found


CASES = read()


def acts_of(case: Case, place: int) -> list[Activity]:
    platform = PLATFORM.get(case.lines[0][3], "github")
    root = f"{place}/subject" if "subject" in case.lines[0][-1] else f"{place}/0"
    found: list[Activity] = []
    for number, (day, hour, who, kind, *else_) in enumerate(case.lines):
        at = datetime.combine(case.week + timedelta(days=int(day) - 1), time.fromisoformat(hour), UTC)
        author = None if who == "nobody" else Identity(platform, who, handle=who)
        asks = "How is it done?" if number == 0 else "Like this."
        zone = int(else_[0].split()[1]) if else_ and "zone" in else_[0] else None
        said = Activity(
            platform, f"{place}/{number}", kind, at, author, Channel(platform, "talk", "Talk"), 1, zone,
            parent=root if number and "subject" not in root else None, thread=root, text=asks,
        )  # fmt: skip
        found.append(said)
        if "deleted" in else_:
            found.append(said._replace(revision=2, text=None, deleted=True))
        if "edited" in else_:
            found.append(said._replace(revision=2, text="How, please, is it done?"))
    return found


def test_zones_of_the_cases_are_what_clocks_in_berlin_showed() -> None:
    told = [act for place, case in enumerate(CASES) for act in acts_of(case, place) if act.zone is not None]
    assert {act.zone for act in told} == {60, 120}
    for act in told:
        assert act.at.astimezone(ZoneInfo("Europe/Berlin")).utcoffset() == timedelta(minutes=act.zone or 0)


def settle() -> None:
    with transaction.atomic():
        acts = [act for place, case in enumerate(CASES) for act in acts_of(case, place)]
        for revision in (1, 2):
            those = [act for act in acts if act.revision == revision]
            Appender().append([Record(f"line {revision}/{place}", [act]) for place, act in enumerate(those)])
        members = {"ada": "ada", "ada-two": "ada", "robot": "robot", "tess": "tess", "mallory": "mallory"}
        sides = {"ada": Side.COMMUNITY, "robot": Side.BOT, "tess": Side.TEAM, "mallory": Side.COMMUNITY}
        made = {name: Member.objects.create(name=name, side=side) for name, side in sides.items()}
        for identity in StoredIdentity.objects.filter(native_id__in=members):
            Link.objects.create(identity=identity, member=made[members[identity.native_id]])
        bump()
        limit(StoredIdentity.objects.filter(native_id="mallory").values_list("pk", flat=True), None)
    tell()
    copy.refresh()


@pytest.mark.usefixtures("transactional_db")
def test_each_case_comes_to_what_a_pencil_made_of_it() -> None:
    settle()
    found: dict[tuple[str, date], float | None] = {}
    for metric in METRICS:
        answer = work_out(current(), metric, Question(grain=Grain.WEEK))
        for row in answer.rows:
            if row.value is not None:
                found[metric, row.first] = found.get((metric, row.first), 0) + row.value
    wrong = {
        (case.name, metric): (value, expected)
        for case in CASES
        for week, figures in case.expected.items()
        for metric, expected in zip(METRICS, figures, strict=True)
        if (value := _shown(metric, found.get((metric, week)))) != pytest.approx(expected)
    }
    assert wrong == {}


def _shown(metric: str, value: float | None) -> float | None:
    """What did not happen is none of a count, and nothing is said of what nobody asked."""
    return value or 0 if value is None and metric in ("questions", "unanswered", "helpers") else value
