"""Acts that are brought on to a newer copy are what would be loaded of it, whatever came, went or changed."""

import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.erase import erase
from rapport.ledger.models import Identity as Row
from rapport.ledger.telling import tell
from rapport.measure.answer import work_out
from rapport.measure.paths import first_gifts, first_words, lapses, moves
from rapport.measure.periods import Grain
from rapport.measure.question import Question
from rapport.people import bringing, current, readying
from rapport.people.acts import Acts
from rapport.people.bringing import bring_on
from rapport.people.contributions.weighing import weigh
from rapport.people.contributions.weights import Weighed
from rapport.people.follow import follow
from rapport.people.merging import merge
from rapport.people.models import Member
from rapport.words.activity import Activity
from rapport.words.identity import Identity
from rapport.words.records import Record
from tests.people.community import ADA, ADA_AT_HOME, BOB, FORUM, GRACE, START, post, settle
from tests.people.test_map_brought_on import told

pytestmark = pytest.mark.django_db(transaction=True)
STEPS, MANY = 4, 60
SETTLED = ("activity", "returning_members", "first_contributions")
SEED = int(os.environ.get("PROVE_SEED", "0")) or random.randrange(1 << 32)


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """And what the watch saw is of a home that goes. It makes nothing beforehand."""
    monkeypatch.setattr(bringing, "FEWEST", 0)
    monkeypatch.setattr(readying, "_lists", [])
    yield
    current._held.clear()


class Life:
    def __init__(self, chance: random.Random) -> None:
        self.chance, self.revision = chance, 1

    def write(self, *done: Activity) -> None:
        with transaction.atomic():
            Appender().append([Record(f"line {place}", [one]) for place, one in enumerate(done)])

    def say(self) -> None:
        """Something new, or another version of what was said: by somebody else, on another day, or no more at all."""
        number, author = self.chance.randrange(160), self.chance.choice([ADA, BOB, GRACE, ADA_AT_HOME])
        self.revision += 1
        at = START + timedelta(days=self.chance.randrange(400), hours=self.chance.randrange(30))
        said = post(number, author, at, text=self.chance.choice(["hello @bob and @ada", "Guten Tag, wie geht es?"]))
        facts = {"views": self.chance.randrange(90)}
        self.write(said._replace(revision=self.revision, deleted=self.chance.random() < 0.2, facts=facts))

    def come(self) -> None:
        """Somebody new, whom nobody has linked yet."""
        self.revision += 1
        who = Identity("discourse", f"n{self.revision}", handle="x")
        self.write(post(5000 + self.revision, who, START - timedelta(days=self.revision)))

    def without_author(self) -> None:
        self.revision += 1
        self.write(Activity("discourse", f"a/{self.revision}", "star", START, None, FORUM, 1))

    def link(self) -> None:
        follow()

    def tell(self) -> None:
        tell(wait=True)

    def merge(self) -> None:
        members = list(Member.objects.filter(links__isnull=False).distinct().order_by("pk"))
        if len(members) > 1:
            into, other = self.chance.sample(members, 2)
            merge(into, [other], "", None)

    def weigh(self) -> None:
        weigh({2: Weighed(self.chance.randrange(3), self.chance.choice(["", "answer"]))})


DEEDS: tuple[Callable[[Life], None], ...] = (
    *(Life.say, Life.come) * 3, Life.without_author, Life.link, Life.tell, Life.merge, Life.weigh,
)  # fmt: skip


def everything(acts: Acts) -> dict[object, object]:
    tables = told(acts) | {
        table.get_name(): sorted(map(str, acts.ask(table)))
        for table in (acts.mentions, acts.ties, acts.places, acts.reach)
    }
    kept = {name: sorted(map(str, acts.ask(acts.followed(name)))) for name in ("question", "voice")}
    paths = {
        make.__name__: sorted(map(str, acts.ask(make(acts)))) for make in (lapses, moves, first_gifts, first_words)
    }
    figures = {name: work_out(acts, name, Question(grain=Grain.WEEK)).rows for name in SETTLED}
    return tables | kept | paths | figures | {"spans": acts.spans, "languages": acts.languages, "recent": acts.recent}


def test_what_is_brought_on_is_what_is_loaded() -> None:
    bring_on_and_compare(STEPS)


@pytest.mark.slow
def test_what_is_brought_on_many_times_is_what_is_loaded() -> None:
    bring_on_and_compare(MANY)


def bring_on_and_compare(steps: int) -> None:
    chance = random.Random(SEED)  # a failure can be repeated by its seed
    settle()
    tell(wait=True)
    copy.refresh()
    life, done = Life(chance), []
    held = current.current()
    everything(held)
    for step in range(steps):
        for _ in range(chance.randrange(1, 5)):
            deed = chance.choice(DEEDS)
            deed(life)
            done.append(deed.__name__)
        copy.refresh()
        version = current._version()
        if version.copy != held.version.copy:
            newer = bring_on(held, version)
            if newer:
                assert newer.step > held.step
                current._held[:] = [newer]
            else:  # the first text that mentions somebody
                assert with_files(held) != with_files(current._load(version)), f"seed {SEED}: {done}"
        held = current.current()
        assert everything(held) == everything(current._load(version)), f"seed {SEED}, step {step}: {done}"


def with_files(acts: Acts) -> set[str]:
    assert acts.version.copy
    return {name for name, files in bringing._files(acts.version.copy).items() if files}


def test_what_many_rows_came_for_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    held, life = current.current(), Life(random.Random(1))
    life.say()
    copy.refresh()
    monkeypatch.setattr(bringing, "MOST", 0)
    assert bring_on(held, current._version()) is None


def test_when_the_files_that_were_followed_are_gone_everything_is_loaded() -> None:
    settle()
    held, life = current.current(), Life(random.Random(1))
    life.say()
    erase([Row.objects.get(handle="bob").pk])
    copy.refresh()
    copy.tidy(hours=0)
    version = current._version()
    assert bring_on(held, version) is None


def test_the_watch_brings_them_on_and_the_next_page_finds_them() -> None:
    settle()
    current.look()
    held, life = current.current(), Life(random.Random(1))
    life.come()
    copy.refresh()
    assert current.current() is held
    current.look()
    newer = current.current()
    assert newer.steps is held.steps
    assert told(newer) == told(current._load(current._version()))


def test_what_failed_after_the_tables_were_brought_on_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are in the tables: to bring them on once more would count what came twice."""
    settle()
    current.look()
    held, life = current.current(), Life(random.Random(1))
    life.come()
    copy.refresh()

    def fail(_: Acts) -> None:
        raise OperationalError

    with monkeypatch.context() as failing:
        failing.setattr(readying, "before", fail)
        with pytest.raises(OperationalError):
            current.look()
    current.look()
    newer = current.current()
    assert newer.steps is not held.steps
    assert told(newer) == told(current._load(current._version()))


def test_who_is_linked_for_the_first_time_makes_no_figure_old_and_a_merge_does() -> None:
    settle()
    current.look()
    held, life = current.current(), Life(random.Random(1))
    life.come()
    copy.refresh()
    current.look()
    follow()
    linked = current.current()
    assert linked.version.members > held.version.members
    assert linked.merged == held.merged
    merge(*_two(), "", None)
    assert current.current().merged > held.merged


def _two() -> tuple[Member, list[Member]]:
    one, other = Member.objects.filter(links__isnull=False).distinct().order_by("pk")[:2]
    return one, [other]
