"""A small community in the real ledger: a forum and a repository, a bot, the team, a merged member, an employer."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as StoredIdentity
from rapport.ledger.telling import tell
from rapport.people.map import bump
from rapport.people.models import Affiliation, Link, Member, Organisation, Side
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity, git_author
from rapport.words.records import Record

FORUM = Channel("discourse", "talk", "Talk")
ELSEWHERE = Channel("discourse", "meet", "Meeting")
CODE = Channel("git", "code", "code")
ADA, ADA_ON_GIT = Identity("discourse", "1", handle="ada"), git_author("Ada", "ada@example.org")
BOB, ROBOT, GRACE = (
    Identity("discourse", str(number), handle=name) for number, name in ((2, "bob"), (3, "robot"), (4, "grace"))
)
START = datetime(2021, 1, 5, 12, tzinfo=UTC)


def _activities() -> list[Activity]:
    found = []
    for number in range(150):
        at = START + timedelta(days=5 * number)
        author = (ADA, BOB, ROBOT, GRACE)[number % 4] if number > 20 else ADA
        kind = "answer" if number % 5 == 0 else "post"
        found.append(Activity("discourse", f"post/{number}", kind, at, author, FORUM, 1, text="words"))
    for number in range(40):
        at = START + timedelta(days=17 * number - 1)
        found.append(Activity("git", f"{number:040x}", "commit", at, ADA_ON_GIT, CODE, 1, zone=60))
    return [*found, *_asked()]


def _asked() -> list[Activity]:
    """Questions in the forum, most of them answered, one after the other later."""
    found = []
    for number in range(24):
        at, name = START + timedelta(days=200 + 9 * number), f"topic/{number}"
        found.append(
            Activity(
                "discourse",
                name,
                "topic",
                at,
                (ADA, BOB)[number % 2],
                FORUM,
                1,
                thread=name,
                title="Drawing",
                text="How do I draw a line? It does nothing here.",
                facts={"views": 12 * number},
            )
        )
        if number % 5:
            said = at + timedelta(hours=3 * number)
            found.append(
                Activity(
                    "discourse", f"reply/{number}", "post", said, (BOB, GRACE, ADA)[number % 3], FORUM, 1,
                    parent=name, thread=name, text="With a pencil.",
                )
            )  # fmt: skip
        if number % 3 == 1:
            found.append(
                Activity(
                    "discourse", f"{name}/accepted", "answer", at + timedelta(days=1), GRACE, FORUM, 1, thread=name
                )
            )
    return [*found, *_asked_elsewhere()]


def _asked_elsewhere() -> list[Activity]:
    """Bob asks in another of the forum's channels, and Grace answers there too."""
    at, name = START + timedelta(days=300), "topic/elsewhere"
    asked = Activity("discourse", name, "topic", at, BOB, ELSEWHERE, 1, thread=name, title="Where do I meet others?")
    said = at + timedelta(minutes=30)
    told = Activity("discourse", "reply/elsewhere", "post", said, GRACE, ELSEWHERE, 1, parent=name, thread=name)
    return [asked, told]


def settle() -> None:
    """Everybody moves in; needs transactions that really commit, as the copy reads through its own connection."""
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [done]) for place, done in enumerate(_activities())])
        sides = {"ada": Side.COMMUNITY, "robot": Side.BOT, "grace": Side.TEAM}
        for handle, side in sides.items():
            member = Member.objects.create(name=handle.title(), side=side)
            Link.objects.create(identity=StoredIdentity.objects.get(handle=handle), member=member)
        ada = Member.objects.get(name="Ada")
        Link.objects.create(identity=StoredIdentity.objects.get(platform="git"), member=ada)
        Affiliation.objects.create(member=ada, organisation=Organisation.objects.create(name="Analytical Engines"))
        bump()
    tell()
    copy.refresh()
