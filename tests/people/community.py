"""A handful of people in the real ledger, each with something that a page must get right."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people.follow import follow
from rapport.people.models import Member
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity, git_author
from rapport.words.records import Record

FORUM = Channel("discourse", "talk", "Talk")
CODE = Channel("git", "code", "code")
START = datetime(2021, 1, 5, 12, tzinfo=UTC)
ADA = Identity("discourse", "1", handle="ada", name="Ada Lovelace", email="ada@x.dev", url="https://forum.x.dev/u/ada")
ADA_ON_GIT = git_author("Ada L.", "ada@x.dev")
ADA_AT_HOME = git_author("Ada Lovelace", "ada@home.dev")
BOB = Identity("discourse", "2", handle="bob", name="Bob 100% Percent", url="javascript:alert(1)")
EVE = Identity("discourse", "3", handle="eve", name="<script>alert('eve')</script>")
ROBOT = Identity("discourse", "4", handle="robot", bot=True)
GRACE = Identity("discourse", "5", handle="grace", name="Grace Hopper", staff=True)


def activities() -> list[Activity]:
    found = []
    for number in range(120):
        author = (ADA, BOB, ROBOT, GRACE)[number % 4]
        found.append(post(number, author, START + timedelta(days=3 * number)))
    for number in range(10):
        found.append(
            Activity("git", f"{number:040x}", "commit", START + timedelta(days=17 * number - 40), ADA_ON_GIT, CODE, 1)
        )
    found.append(Activity("git", "f" * 40, "commit", START + timedelta(days=300), ADA_AT_HOME, CODE, 1, title="Home"))
    hostile = "<img src=x onerror=alert(2)> " * 40
    found.append(post(900, EVE, START + timedelta(days=200), title="<b>bold</b>", text=hostile, url="javascript:x()"))
    return found


def post(number: int, author: Identity, at: datetime, **more: str) -> Activity:
    kind = "answer" if number % 5 == 0 else "post"
    given = {"text": f"words of {number}", "url": f"https://forum.x.dev/p/{number}"} | more
    return Activity("discourse", f"post/{number}", kind, at, author, FORUM, 1, **given)  # type: ignore[arg-type]


def settle() -> None:
    """Everybody moves in: Ada's forum account and her first git author are one member by their address."""
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [done]) for place, done in enumerate(activities())])
    follow()
    copy.refresh()


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def ada() -> Member:
    """The one of the forum; the other is she too, but nothing proves it."""
    return Member.objects.get(links__identity__handle="ada")


def ada_at_home() -> Member:
    return Member.objects.get(links__identity__email="ada@home.dev")
