"""A small community made up for the pages' tests: a forum, a repository and its issues over some months."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction

from rapport.collect.models import Import, Source
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as Known
from rapport.people.map import bump
from rapport.people.models import Link, Member, Side
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Channel, Identity, git_author
from rapport.words.records import Record

PEOPLE = (
    "Ada Lovelace", "Grace Hopper", "Karen Spärck Jones", "Edsger Dijkstra", "Barbara Liskov", "Radia Perlman",
    "Donald Knuth", "Frances Allen", "Ken Thompson", "Margaret Hamilton", "Niklaus Wirth", "Hedy Lamarr",
    "Alan Kay", "Jean Bartik", "John Backus", "Mary Keller", "Tony Hoare", "Evelyn Berezin",
)  # fmt: skip
TITLES = (
    "How do I load a scene in the background?", "Shadows flicker on the terrain", "Two cameras, one viewport",
    "Build fails with the newest compiler", "Which licence do the sample assets have?", "A node that never leaves",
    "Crash when the window is closed twice", "Physics step and slow machines", "Documentation of the event queue",
)  # fmt: skip
FORUM = Channel("discourse", "forum.example.org/c/support", "Support", "https://forum.example.org/c/support")
REPOSITORY = Channel("git", "engine", "engine")
TRACKER = Channel("github", "42", "example/engine", "https://github.com/example/engine")


def _slug(name: str) -> str:
    return name.lower().replace(" ", "_").replace("ä", "a")


def _on_forum(name: str) -> Identity:
    return Identity("discourse", f"forum.example.org/{_slug(name)}", handle=_slug(name), name=name)


def _on_github(name: str) -> Identity:
    return Identity("github", f"{1000 + PEOPLE.index(name)}", handle=_slug(name))


def _by_mail(name: str) -> Identity:
    return git_author(name, f"{_slug(name)}@example.org")


def activities(until: datetime, days: int = 90) -> Iterator[Activity]:
    """The same ones each time, the last of them about an hour before `until`."""
    chance = Random(7)
    for number in range(days * 4):
        at = until - timedelta(hours=6 * (days * 4 - number) - 5)
        # Later people join later, so that each month has its newcomers.
        name = PEOPLE[chance.randrange(6 + number * (len(PEOPLE) - 6) // (days * 4))]
        yield from _deed(chance, number, at, name)


def _deed(chance: Random, number: int, at: datetime, name: str) -> Iterator[Activity]:
    title = TITLES[number % len(TITLES)]
    kind = chance.choice(("topic", "post", "post", "post", "commit", "commit", "issue", "pull_request"))
    if kind == "commit":
        yield _activity(f"{number:040x}", kind, at, _by_mail(name), REPOSITORY, title=f"Mend: {title.lower()}")
    elif kind in ("issue", "pull_request"):
        url = f"https://github.com/example/engine/issues/{number}"
        yield _activity(
            f"42#{number}", kind, at, _on_github(name), TRACKER, title=title, thread=f"42#{number}", url=url
        )
    else:
        topic, url = f"forum.example.org/topic/{number}", f"https://forum.example.org/t/{number}"
        yield _activity(topic, "topic", at, _on_forum(name), FORUM, title=title, text=title, thread=topic, url=url)
        if kind == "post":
            answerer = PEOPLE[(PEOPLE.index(name) + 1) % 6]
            reply = f"forum.example.org/post/{number}"
            later = at + timedelta(minutes=50)
            yield _activity(
                reply, "post", later, _on_forum(answerer), FORUM, text="Like this.", thread=topic, parent=topic
            )


def _activity(
    native_id: str, kind: str, at: datetime, author: Identity, channel: Channel, **more: str | None
) -> Activity:
    return Activity(channel.platform, native_id, kind, at, author, channel, revision_of(at), **more)  # type: ignore[arg-type]


def settle(until: datetime, days: int = 90) -> None:
    """Bring the community into the ledger, its copy and the members, with two imports to tell of it."""
    records = [Record(str(number), [activity]) for number, activity in enumerate(activities(until, days))]
    with transaction.atomic():
        Appender().append(records)
    _link()
    _imports(len(records))
    copy.refresh()


def _link() -> None:
    """One member a name, whatever the platform; the first person is of the team."""
    by_slug = {_slug(name): Member.objects.create(name=name) for name in PEOPLE}
    Member.objects.filter(pk=by_slug[_slug(PEOPLE[0])].pk).update(side=Side.TEAM)
    for identity in Known.objects.all():
        Link.objects.create(identity=identity, member=by_slug[_slug(identity.handle or identity.name or "")])
    bump()


def _imports(read: int) -> None:
    now = datetime.now(UTC)
    done = Import.objects.create(state=Import.State.DONE, paths=["engine-forum.tar.gz"], finished_at=now)
    Source.objects.create(
        import_run=done, path="engine-forum.tar.gz", archive="discourse-topic", platform="discourse",
        read=read, added=read - 12, known=12, activities=read, seconds=3.2,
    )  # fmt: skip
    partly = Import.objects.create(state=Import.State.DONE, paths=["2015-01-01-0.json.gz"], finished_at=now)
    Source.objects.create(
        import_run=partly, path="2015-01-01-0.json.gz", archive="github-archive", platform="github",
        read=7500, added=7427, known=70, rejected=3, activities=9001, seconds=0.9,
    )  # fmt: skip
