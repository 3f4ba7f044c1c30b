"""A connection reads all there is, once, follows what comes, and survives what platforms do."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from rapport.accounts.models import Connection
from rapport.collect.connections import connecting
from rapport.collect.connections.following import due, follow, wake
from rapport.collect.models import Budget, Stream
from rapport.ledger.models import Activity
from tests.collect.connections.conftest import connected
from tests.stand_ins.github.server import GitHub
from tests.stand_ins.github.world import World

pytestmark = pytest.mark.django_db


def kinds() -> Counter[str]:
    from rapport.words.kinds import BY_NUMBER

    return Counter(BY_NUMBER[kind].name for kind in Activity.objects.values_list("kind", flat=True))


ALL = {
    "issue": 1, "comment": 3, "close": 1, "pull_request": 1, "review_comment": 2, "review": 1, "merge": 1, "topic": 1,
    "answer": 1, "release": 1, "star": 1, "fork": 1,
}  # fmt: skip


def everything_due(connection: Connection) -> None:
    connection.streams.update(due_at=datetime.now(UTC) - timedelta(seconds=1))


def test_reads_all_there_is_once(github: GitHub) -> None:
    connection = connected(github)
    assert follow(connection) == sum(ALL.values())
    assert kinds() == ALL
    assert not Stream.objects.exclude(error="").exists()
    assert not Stream.objects.filter(caught_up_at=None).exists()
    everything_due(connection)
    assert follow(connection) == 0
    assert kinds() == ALL


def test_follows_what_comes_and_what_is_changed(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    world.tick(hours=1)
    world.edit(world.comments[0], "With a strong wind.")
    world.reopen(world.issues[0], "ana")
    world.star("gus")
    everything_due(connection)
    assert follow(connection) == 2
    assert kinds() == Counter(ALL) + Counter(reopen=1, star=1)
    assert "With a strong wind." in Activity.objects.filter(text__isnull=False).values_list("text", flat=True)


def test_nothing_is_passed_over_however_much_there_is(github: GitHub, world: World) -> None:
    issue = world.issues[0]
    for number in range(250):
        world.comment(issue, "bo", f"So {number}")
    same = world.tick()
    for number in range(230):
        world.comment(issue, "cy", f"At once {number}") | {"updated_at": same}
        world.comments[-1]["updated_at"] = same
    for number in range(130):
        world.star(f"fan-{number}")
        world.open_pull("cy", f"Change {number}")
    connection = connected(github)
    follow(connection, 60)
    assert kinds()["comment"] == ALL["comment"] + 480
    assert kinds()["star"] == 131
    assert kinds()["pull_request"] == 131


@pytest.mark.parametrize("fault", ["500", "cut", "rubbish", "hang"])
def test_a_platform_that_fails_is_asked_again_and_nothing_is_lost(github: GitHub, fault: str) -> None:
    connection = connected(github)
    github.hang_seconds = 0.1
    github.faults = ["", "", fault]
    follow(connection)
    connection.refresh_from_db()
    assert connection.error
    assert connection.state == Connection.State.ACTIVE
    failed = Stream.objects.exclude(error="").get()
    assert (failed.tries, failed.due_at > datetime.now(UTC)) == (1, True)
    for _ in range(2):
        everything_due(connection)
        follow(connection)
    connection.refresh_from_db()
    assert (connection.error, kinds()) == ("", ALL)


def test_waits_as_long_as_the_platform_says_without_asking(github: GitHub) -> None:
    connection = connected(github)
    github.limit, asked = github.used["core"] + 2, len(github.asked)
    follow(connection)
    waiting = connection.streams.filter(budget="core", due_at__gt=datetime.now(UTC) + timedelta(minutes=50))
    assert waiting.count() == connection.streams.filter(budget="core").count()
    assert len(github.asked) <= asked + 3 + connection.streams.filter(budget="graphql").count() * 2
    follow(connection)
    assert due(datetime.now(UTC)) == []
    github.limit = 5_000
    github.renew()
    everything_due(connection)
    follow(connection)
    assert kinds() == ALL


def test_a_tenth_of_a_quota_is_left_to_others(github: GitHub) -> None:
    connection = connected(github)
    github.limit, github.used["core"] = 100, 89
    follow(connection)
    assert github.used["core"] == 90
    assert connection.streams.filter(budget="core", due_at__lt=datetime.now(UTC) + timedelta(minutes=50)).count() == 0
    assert not connection.streams.filter(budget="graphql", caught_up_at=None).exists()


def test_a_token_that_was_revoked_stops_it_and_a_new_one_goes_on(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    github.tokens = {"new"}
    everything_due(connection)
    asked = len(github.asked)
    follow(connection)
    assert len(github.asked) == asked + 1
    connection.refresh_from_db()
    assert connection.state == Connection.State.REFUSED
    assert "revoked" in connection.error
    assert due(datetime.now(UTC)) == []
    world.star("hal")
    connecting.renew(connection, {"token": "new"})
    connection.refresh_from_db()
    assert connection.state == Connection.State.ACTIVE
    assert follow(connection) == 1


def test_disconnected_with_its_data_nothing_of_it_is_left(github: GitHub) -> None:
    from rapport.collect.connections.keeping import import_of
    from rapport.collect.takeback import take_back

    connection = connected(github)
    follow(connection)
    connecting.disconnect(connection, with_data=True)
    take_back(import_of(connection).pk, lambda looked: None)
    assert not Activity.objects.exists()
    connection.refresh_from_db()
    assert connection.state == Connection.State.ENDED


def test_another_repository_under_the_old_name_is_not_taken_for_it(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    before = set(Activity.objects.values_list("title", flat=True))
    world.id = 66_666
    world.issues[0] |= {"title": "Buy my coin", "updated_at": world.tick(hours=1)}
    world.star("mallory")
    everything_due(connection)
    follow(connection)
    assert set(Activity.objects.values_list("title", flat=True)) == before
    assert Activity.objects.count() == sum(ALL.values())


def test_a_repository_that_is_called_anew_is_the_same(github: GitHub, world: World) -> None:
    connection = connected(github)
    follow(connection)
    for thing in (*world.issues, *world.comments, *world.remarks, *world.events, *world.reviews[2]):
        for field in ("url", "html_url", "repository_url", "issue_url", "pull_request_url"):
            if field in thing:
                thing[field] = thing[field].replace("pond/reeds", "pond/rushes")
    connecting.resync(connection)
    follow(connection)
    assert kinds() == ALL


def test_what_is_gone_before_its_list_was_read_on_holds_nothing_up(github: GitHub, world: World) -> None:
    talk = world.discuss("di", "A long one", "Go on.")
    for number in range(30):
        world.discuss_on(talk, "di", f"On {number}")
    connection = connected(github)
    stream = connection.streams.get(name__endswith="/discussions")
    connection.streams.exclude(pk=stream.pk).update(due_at=datetime.now(UTC) + timedelta(hours=1))
    github.gone = True
    follow(connection)
    stream.refresh_from_db()
    assert stream.caught_up_at
    assert not stream.error


def test_pages_that_github_does_not_tell_end_there(github: GitHub, world: World) -> None:
    for number in range(250):
        world.fork(f"forker-{number}")
    github.deepest = 2
    connection = connected(github)
    follow(connection)
    stream = connection.streams.get(name__endswith="/forks")
    assert stream.caught_up_at
    assert kinds()["fork"] == 200


def test_events_do_not_wake_what_has_to_wait(github: GitHub) -> None:
    connection = connected(github)
    later = datetime.now(UTC) + timedelta(hours=1)
    connection.streams.update(due_at=later)
    spent = {"limit": 100, "left": 8, "anew_at": later}
    Budget.objects.update_or_create(connection=connection, name="core", defaults=spent)
    wake(connection)
    assert not connection.streams.filter(budget="core", due_at__lt=later).exists()
    assert connection.streams.filter(budget="graphql", due_at__lt=later).exists()
    connection.streams.update(due_at=later)
    Budget.objects.create(connection=connection, anew_at=later)
    wake(connection)
    assert not connection.streams.filter(due_at__lt=later).exists()
