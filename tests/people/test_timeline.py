"""The timeline of any ledger, walked page by page, is the plain sort of it; the table has the last word on each row."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from deltalake import DeltaTable
from django.conf import settings as home
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.accounts.models import Role, User
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity, Copy, Identity, Month
from rapport.people import current
from rapport.people.follow import follow
from rapport.people.models import Member
from rapport.people.timeline import Entry, timeline
from rapport.people.which import EVERYTHING, Only, month_of
from rapport.words.activity import Activity as Act
from rapport.words.kinds import BY_NAME
from rapport.words.records import Record
from tests.people.community import ADA, ADA_ON_GIT, BOB, CODE, FORUM

pytestmark = pytest.mark.django_db(transaction=True)

MIDNIGHT = datetime(2020, 3, 1, tzinfo=UTC)
# Some at one instant, some a microsecond before a month begins, some months and a year without anything between.
TIMES = [MIDNIGHT + timedelta(days=days, microseconds=one) for days in (-500, -31, 0, 1, 31, 700) for one in (-1, 0)]


def act(number: int, at: datetime, author: object, kind: str, revision: int = 1, deleted: bool = False) -> Act:
    channel = CODE if author is ADA_ON_GIT else FORUM
    return Act(channel.platform, f"{number}", kind, at, author, channel, revision, deleted=deleted)  # type: ignore[arg-type]


ledgers = st.lists(
    st.builds(
        act,
        st.integers(1, 10_000),
        st.sampled_from(TIMES),
        st.sampled_from([ADA, ADA, ADA_ON_GIT, BOB, None]),
        st.sampled_from(["post", "answer", "commit"]),
    ),
    min_size=25,
    max_size=60,
    unique_by=lambda activity: activity.native_id,
)


def append(activities: Sequence[Act]) -> None:
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [done]) for place, done in enumerate(activities)])


def keys(*authors: str) -> list[int]:
    return list(Identity.objects.filter(native_id__in=authors).values_list("pk", flat=True))


def walked(identities: Sequence[int], limit: int, only: Only = EVERYTHING) -> Iterator[Entry]:
    before = ""
    while True:
        step = timeline(identities, before=before, limit=limit, only=only)
        assert len(step.entries) == limit or not step.more
        yield from step.entries
        before = step.more
        if not before:
            return


def sorted_plainly(identities: Sequence[int], only: Only) -> list[object]:
    rows = [
        row
        for row in Activity.objects.select_related("channel")
        if row.identity_id in identities
        and not row.deleted
        and only.platform in ("", row.channel.platform)
        and only.kind in (None, row.kind)
    ]
    return [row.pk for row in sorted(rows, key=lambda row: (row.at, row.pk), reverse=True)]


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledgers, st.data())
def test_all_pages_together_are_the_ledger_sorted(activities: list[Act], data: st.DataObject) -> None:
    for model in (Activity, Month, Copy):
        model.objects.all().delete()
    append(activities)
    copy.refresh()
    gone = data.draw(st.lists(st.sampled_from(activities), max_size=12))
    append([activity._replace(revision=2, deleted=True) for activity in gone])
    hers = keys(ADA.native_id, ADA_ON_GIT.native_id)
    for platform, kind in product(("", "discourse", "git"), (None, BY_NAME["answer"].number, 0)):
        only = Only(platform, kind)
        found = walked(hers, data.draw(st.integers(2, 7)), only)
        assert [entry.id for entry in found] == sorted_plainly(hers, only)


def test_a_change_since_the_copy_shows_at_once_but_no_longer_when_it_is_somebody_elses() -> None:
    append([act(1, MIDNIGHT, ADA, "post"), act(2, MIDNIGHT, ADA, "post")])
    copy.refresh()
    append([act(1, MIDNIGHT, ADA, "answer", revision=2), act(2, MIDNIGHT, BOB, "post", revision=2)])
    [entry] = timeline(keys(ADA.native_id)).entries
    assert entry.kind.name == "answer"


def test_a_page_reads_no_older_months_than_it_shows() -> None:
    """Files of older months are spoilt, and nobody notices; only the first, whose columns stand for all, stays."""
    append([act(number, at, ADA, "post") for number, at in enumerate(TIMES)])
    copy.refresh()
    _first, *others = DeltaTable(home.COPY / Copy.objects.get().generation / "activity").file_uris()
    spoilt = [Path(file) for file in others if f"month={month_of(max(TIMES))}" not in file]
    assert len(spoilt) > 2
    for file in spoilt:
        file.write_bytes(b"no Parquet")
    [entry] = timeline(keys(ADA.native_id), limit=1).entries
    assert entry.at == max(TIMES)


def test_files_that_an_erasure_removed_are_missed_by_nobody() -> None:
    append([act(number, MIDNIGHT, ADA, "post") for number in (1, 2)])
    copy.refresh()
    current.look()  # as the web process does, whose pages keep to this state for a while
    append([act(1, MIDNIGHT, ADA, "post", revision=2, deleted=True)])
    copy.refresh()
    copy.tidy(hours=0)
    assert len(timeline(keys(ADA.native_id)).entries) == 1


def test_before_the_first_copy_there_is_nothing_to_show() -> None:
    append([act(1, MIDNIGHT, ADA, "post")])
    follow()
    ada = Member.objects.get()
    assert timeline(keys(ADA.native_id)).entries == []
    browser = Client()
    browser.force_login(User.objects.create_user("owner@team.dev", role=Role.OWNER))
    assert "Nothing is counted yet." in browser.get(f"/people/{ada.pk}/").content.decode()
    assert "Nothing." in browser.get(f"/people/{ada.pk}/?show=timeline").content.decode()
