"""Today's figures against the same questions asked of PostgreSQL, slowly and plainly."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from rapport.accounts.models import Role, User
from rapport.collect.models import Import
from rapport.ledger.models import Activity
from rapport.measure.current import current
from rapport.measure.today.lately import Window, arrivals, came, window
from rapport.measure.today.newcomers import newcomers
from rapport.measure.today.waiting import waiting
from rapport.people.map import bump
from rapport.people.models import Member, Side
from rapport.people.thanks.today import whom_to_thank
from rapport.words.kinds import BY_NAME, GIVING
from tests.console import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lately(settled: None) -> Window:
    found = window(current())
    assert found is not None
    return found


def told() -> list[Activity]:
    return list(Activity.objects.select_related("identity__link__member", "channel").order_by("at"))


def within(activity: Activity, lately: Window) -> bool:
    return lately.first <= activity.at.date() <= lately.last


def test_the_window_ends_with_the_newest_day(lately: Window) -> None:
    assert lately.last == max(activity.at for activity in told()).date()
    assert lately.last - lately.first == timedelta(days=29)
    assert not lately.old


def test_what_came_in(lately: Window) -> None:
    counts: dict[str, int] = defaultdict(int)
    for activity in told():
        counts[activity.channel.platform] += within(activity, lately)
    assert {row.platform: row.n for row in arrivals(current(), lately)} == counts


def test_newcomers_did_nothing_before(lately: Window) -> None:
    began: dict[int, datetime] = {}
    for activity in told():
        member = activity.identity.link.member  # type: ignore[union-attr]
        if member.side == Side.COMMUNITY:
            began.setdefault(member.pk, activity.at)
    new = {member for member, at in began.items() if at.date() >= lately.first}
    found = newcomers(current(), lately)
    assert new
    assert found.total == len(new)
    assert {who.member: who.at for who in found.latest} == {member: began[member] for member in new}


def test_first_contributions_are_thanked(lately: Window) -> None:
    given: dict[int, list[datetime]] = defaultdict(list)
    for activity in told():
        member = activity.identity.link.member  # type: ignore[union-attr]
        if member.side == Side.COMMUNITY and activity.kind in GIVING:
            given[member.pk].append(activity.at)
    firsts = {member: times[0] for member, times in given.items() if times[0].date() >= lately.first}
    found = whom_to_thank(current(), 100)
    thanked = {one.member.pk: reason.day for one in found.shown for reason in one.reasons if reason.what == "first"}
    assert firsts
    assert found.firsts == len(firsts)
    assert thanked == {member: at.date() for member, at in firsts.items()}


def test_what_came_since_the_last_visit(lately: Window) -> None:
    """To the second, by platform, with who did what they ever did first."""
    before = datetime.now(UTC) - timedelta(days=9, hours=5)
    new = [activity for activity in told() if activity.at > before]
    begun: dict[int, Activity] = {}
    for activity in told():
        begun.setdefault(activity.identity.link.member_id, activity)  # type: ignore[union-attr]
    found = came(current(), lately, before)
    assert found.visited
    assert found.all.n == len(new) > 10
    assert found.all.people == len({activity.identity.link.member_id for activity in new})  # type: ignore[union-attr]
    assert found.all.firsts == sum(activity.at > before for activity in begun.values())
    assert {name: one.n for name, one in found.platforms.items()} == Counter(one.channel.platform for one in new)
    for first_or_long_ago in (None, before - timedelta(days=40)):
        whole = came(current(), lately, first_or_long_ago)
        assert not whole.visited
        assert {name: one.n for name, one in whole.platforms.items()} == {
            row.platform: row.n for row in arrivals(current(), lately)
        }


def waits(lately: Window) -> list[Activity]:
    """Issues and pull requests of the community; nobody answers any there."""
    kinds = [BY_NAME[name].number for name in ("issue", "pull_request")]
    asked = [one for one in told() if one.kind in kinds and within(one, lately)]
    return [one for one in asked if one.identity.link.member.side == Side.COMMUNITY]  # type: ignore[union-attr]


def test_who_waits(lately: Window) -> None:
    expected = waits(lately)
    found = waiting(current(), lately.span, 5)
    assert found.total == len(expected) > 5
    assert [one.asked.id for one in found.longest] == [one.id for one in expected[:5]]
    assert found.by_platform == {"github": found.total}
    asker = expected[0].identity.link.member  # type: ignore[union-attr]
    Member.objects.filter(pk=asker.pk).update(side=Side.BOT)
    bump()
    assert waiting(current(), lately.span, 5).total == len(waits(lately)) < found.total


def test_old_data_is_said_to_be_old(owner: User) -> None:
    community.settle(datetime(2020, 5, 17, 12, tzinfo=UTC))
    client = Client()
    client.force_login(owner)
    assert "The newest activity is of 17 May 2020" in client.get("/").content.decode()


def test_without_a_copy_the_page_says_what_happens(owner: User) -> None:
    Import.objects.create(paths=["forum.tar.gz"], state=Import.State.RUNNING)
    client = Client()
    client.force_login(owner)
    assert "What was imported is being counted." in client.get("/").content.decode()


def test_only_who_may_import_is_offered_it(settled: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("ann@example.org", role=Role.ANALYST))
    page = client.get("/").content.decode()
    assert "The rhythm" in page
    assert "Import</a>" not in page


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2024-01-01T00:00:00+00:00", True),
        ("2024-01-01T00:00:00", False),
        ("2024-13-45T00:00:00Z", False),
        ("0001-01-01T00:00:00+23:59", False),
        ("yesterday", False),
    ],
)
def test_news_since_a_time_that_is_none_are_no_news(since: str, told: bool) -> None:
    Import.objects.create(paths=["c.tsv"], state=Import.State.DONE, finished_at=datetime.now(UTC))
    client = Client()
    client.force_login(User.objects.create_user("mona@example.org", role=Role.OWNER))
    answer = client.get("/live", {"since": since})
    assert answer.status_code == 200
    assert bool(answer.content.strip()) == told
