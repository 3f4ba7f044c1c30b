"""Promises that are open: in the order of their days, on Today and on a page, until they are done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from rapport.accounts.models import AuditEntry, Role, User
from rapport.people import merging
from rapport.people.mine.limiting import lift, limit, of_member
from rapport.people.models import Member, Task
from rapport.people.notes.open import open_tasks
from rapport.people.notes.writing import delete, finish, task
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.RESPONDER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", name="Mona", role=role))
    return browser


def promised(member: Member, text: str, due: date | None = None, who: User | None = None) -> Task:
    return task(member, text, None, due=due, who=who, promise=True)


def texts(promise: bool | None = True) -> list[str]:
    return [one.task.text for one in open_tasks(TODAY, promise=promise)]


def test_what_is_overdue_comes_first_and_what_has_no_day_last() -> None:
    ada = community.ada()
    promised(ada, "some day")
    promised(ada, "next week", TODAY + timedelta(days=7))
    promised(ada, "last week", TODAY - timedelta(days=7))
    promised(ada, "today", TODAY)
    task(ada, "no promise", None, due=TODAY, promise=False)
    assert texts() == ["last week", "today", "next week", "some day"]
    assert [one.overdue for one in open_tasks(TODAY, promise=True)] == [True, False, False, False]
    assert texts(promise=False) == ["no promise"]
    assert len(texts(promise=None)) == 5


def test_what_is_done_or_deleted_is_open_no_more() -> None:
    ada = community.ada()
    finish(promised(ada, "done"))
    delete(promised(ada, "deleted"))
    assert texts() == []


def test_it_leads_to_whom_they_are_part_of_now() -> None:
    ada, home = community.ada(), community.ada_at_home()
    promised(home, "the slides")
    merge = merging.merge(ada, [home], "she said so", None)
    assert [one.member for one in open_tasks(TODAY)] == [ada]
    merging.take_back(merge, None)
    assert [one.member for one in open_tasks(TODAY)] == [home]


def test_what_was_said_of_somebody_set_apart_for_a_while_is_not_lost() -> None:
    ada = community.ada()
    identity = of_member(ada)[-1]
    split = merging.split(ada, [identity], "a namesake", user=None)
    promised(split.member, "the slides")
    merging.take_back(split, None)
    assert [one.member for one in open_tasks(TODAY)] == [ada]


def test_who_is_limited_is_named_nowhere_even_after_a_merge() -> None:
    ada, home = community.ada(), community.ada_at_home()
    promised(home, "the slides")
    merging.merge(ada, [home], "she said so", None)
    limit(of_member(ada), None)
    assert texts() == []
    assert "the slides" not in client().get("/").content.decode()
    lift(of_member(ada))
    assert texts() == ["the slides"]


def test_today_tells_whose_it_is_and_takes_that_it_is_done() -> None:
    browser = client()
    mona = User.objects.get(name="Mona")
    promise = promised(community.ada(), "I will send you the <b>slides</b>", TODAY - timedelta(days=1), mona)
    promised(community.ada(), "a word with the maintainers")
    page = browser.get("/").content.decode()
    assert "2 promises to keep, 1 overdue" in page
    assert "I will send you the &lt;b&gt;slides&lt;/b&gt;" in page
    assert "was due" in page
    assert "yours" in page
    assert "anybody's" in page
    answer = browser.post(f"/people/tasks/{promise.pk}/", {"from": "today"})
    assert answer["Location"] == "/"
    assert texts() == ["a word with the maintainers"]
    back = browser.post(f"/people/tasks/{promise.pk}/?from=today")  # the toast's Undo
    assert back["Location"] == "/"
    assert len(texts()) == 2
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "person.task-done",
        "person.task-open",
    ]


def test_nobody_is_led_elsewhere_by_an_address() -> None:
    promise, browser = promised(community.ada(), "the slides"), client()
    answer = browser.post(f"/people/tasks/{promise.pk}/", {"from": "//evil.example"})
    assert answer["Location"] == f"/people/{community.ada().pk}/"


def test_today_shows_the_first_and_leads_to_all() -> None:
    browser = client()
    assert "No promise is open" in browser.get("/").content.decode()
    assert "No promise is open" in browser.get("/people/promises/").content.decode()
    for number in range(8):
        promised(community.ada(), f"promise {number}", TODAY + timedelta(days=number))
    today, everything = (browser.get(path).content.decode() for path in ("/", "/people/promises/"))
    assert "8 promises to keep" in today
    assert 'href="/people/promises/"' in today
    assert "promise 4" in today
    assert "promise 5" not in today
    assert "promise 7" in everything
    for number in range(8, 60):
        promised(community.ada(), f"promise {number}", TODAY + timedelta(days=number))
    first, second = (browser.get("/people/promises/", {"page": page}).content.decode() for page in (1, 2))
    assert "promise 49" in first
    assert "promise 50" not in first
    assert "promise 59" in second


def test_who_may_only_look_sees_no_button() -> None:
    promised(community.ada(), "the slides")
    browser = client(Role.AUTHOR)
    for path in ("/", "/people/promises/"):
        page = browser.get(path).content.decode()
        assert "the slides" in page
        assert "Done" not in page
