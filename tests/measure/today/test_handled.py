"""What people say of things worth doing is kept for as long as it holds; when somebody looked last is kept too."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from rapport.accounts.models import Role, User
from rapport.measure.models import Handled, Visit
from rapport.measure.today.handled import ThingUnknown, done, not_now, silent, undo
from rapport.measure.today.visits import looked, looks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("mona@example.org", name="Mona Okafor", role=Role.OWNER)


def test_done_is_for_all_and_comes_back_only_of_itself(owner: User) -> None:
    done("same", owner, NOW)
    done("thanks:3:first-1", owner, NOW)
    assert silent(None, NOW + timedelta(days=6)) == {"same", "thanks:3:first-1"}
    assert silent(None, NOW + timedelta(days=8)) == {"thanks:3:first-1"}
    assert undo("thanks:3:first-1", None)
    assert not undo("thanks:3:first-1", None)


def test_what_another_put_off_is_theirs_to_take_back(owner: User) -> None:
    not_now("same", owner, NOW)
    assert not undo("same", None)
    assert Handled.objects.count() == 1


@pytest.mark.parametrize("key", ["", "nonsense", "question:7", "question:", "same" * 40])
def test_what_is_no_thing_is_refused(client: Client, owner: User, key: str) -> None:
    client.force_login(owner)
    with pytest.raises(ThingUnknown):
        done(key, None, NOW)
    assert client.post("/today/things/", {"key": key, "deed": "done"}).status_code == 302
    assert Handled.objects.count() == 0


def test_views_within_an_hour_are_one_visit(owner: User) -> None:
    assert looks(owner, NOW) is None
    assert looks(owner, NOW + timedelta(minutes=50)) is None
    assert looks(owner, NOW + timedelta(minutes=100)) is None
    evening = NOW + timedelta(hours=10)
    assert looked(owner, evening) == NOW + timedelta(minutes=100)
    assert looks(owner, evening) == NOW + timedelta(minutes=100)
    assert looks(owner, evening + timedelta(minutes=30)) == NOW + timedelta(minutes=100)
    assert looked(owner, evening + timedelta(minutes=40)) == NOW + timedelta(minutes=100)
    assert Visit.objects.get().last == evening + timedelta(minutes=30)
