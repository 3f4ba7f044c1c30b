"""Forgetting an import takes back what only it brought, and leaves the ledger as the others would have made it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rapport.collect.alive import AlreadyRunning, holding
from rapport.collect.models import Brought, Import, Rejected
from rapport.collect.reading import Aside, Batch, Key, Part
from rapport.collect.rejected import open_ones, retry
from rapport.collect.takeback import Counts, NotForgotten, Taken, begin, look, take_back
from rapport.collect.writing import Writer
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.engines import duckdb
from rapport.ledger.erase import erase
from rapport.ledger.models import Activity, Channel, Identity, Month
from rapport.ledger.verify import verify
from rapport.people.follow import follow
from rapport.people.models import Link, Member
from rapport.words import identity as words
from rapport.words.records import Record, Told, Unreadable
from tests.collect.importing import HEADER, bring, row
from tests.ledger.making import post

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ("ledger_activity", "ledger_identity", "ledger_channel", "ledger_month", "ledger_claim", "ledger_erased",
          "collect_import", "people_member", "people_link")  # fmt: skip


def person(number: int) -> words.Identity:
    return words.Identity("forum", str(number), handle=f"person{number}", email=f"p{number}@example.org")


def records(numbers: Iterable[int]) -> list[Record]:
    """A post each, by few people in few places; every fifth tells of somebody who did nothing."""
    return [
        Record(
            str(number),
            [post(number, author=person(number % 7), channel=words.Channel("forum", f"c{number % 3}", "A place"))],
            people=[Told(person(100 + number), post().at)] if number % 5 == 0 else (),
        )
        for number in numbers
    ]


def write(numbers: Iterable[int], bad: Iterable[int] = (), at_once: int = 4) -> Import:
    """An import of these, a few a batch."""
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    chosen, key = list(numbers), Key("a", "git-table", "forum")
    with Writer(import_) as writer:
        for first in range(0, len(chosen) or 1, at_once):
            part = Part(key)
            part.records = records(chosen[first : first + at_once])
            part.make_ready()
            if first == 0:
                part.asides = [Aside("a", Unreadable(f"line {n}", "bad", b"bad %d" % n)) for n in bad]
            writer.keep(Batch([part], "a", 0, 0))
    Import.objects.filter(pk=import_.pk).update(state=Import.State.DONE)
    import_.refresh_from_db()
    return import_


def by_another_road(numbers: Iterable[int]) -> None:
    with transaction.atomic():
        Appender().append(records(numbers))


def forget(import_: Import) -> Taken:
    begin(import_)
    return take_back(import_.pk, lambda looked: None)


def ledger() -> tuple[object, ...]:
    """All that the ledger says, but for its dense keys."""
    return (
        sorted(Activity.objects.values_list("id", "revision", "text", "identity__native_id", "channel__native_id")),
        sorted(Identity.objects.values_list("native_id", "handle", "email", "link__member__name")),
        sorted(Channel.objects.values_list("native_id", "name")),
        Member.objects.count(),
        sorted(open_ones().values_list("position", "raw")),
    )


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")


some = st.sets(st.integers(1, 24), max_size=16)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("import"), some, st.sets(st.integers(1, 3))),
        st.tuples(st.just("road"), some, st.just(set())),
        st.tuples(st.just("forget"), st.integers(0, 5), st.just(set())),
    ),
    max_size=9,
)


def play(story: list[tuple[str, object, object]]) -> None:
    made: list[Import] = []
    for step, what, bad in story:
        if step == "import":
            made.append(write(sorted(what), sorted(bad)))
        elif step == "road":
            by_another_road(sorted(what))
        elif what < len(made) and Import.objects.get(pk=made[what].pk).state != Import.State.FORGOTTEN:
            follow()
            forget(made[what])
        follow()


def without_forgotten(story: list[tuple[str, object, object]]) -> list[tuple[str, object, object]]:
    made, gone = [], set()
    for place, (step, what, _) in enumerate(story):
        if step == "import":
            made.append(place)
        elif step == "forget" and what < len(made):
            gone.add(made[what])
    return [one for place, one in enumerate(story) if one[0] != "forget" and place not in gone]


@given(steps)
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_is_as_if_the_others_alone_had_come(story: list[tuple[str, object, object]]) -> None:
    clear()
    play(story)
    left = ledger()
    clear()
    play(without_forgotten(story))
    assert left == ledger()


posts = st.dictionaries(st.integers(1, 16), st.tuples(st.integers(1, 3), st.booleans()), max_size=12)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("import"), posts),
        st.tuples(st.just("forget"), st.integers(0, 5)),
        st.tuples(st.just("again"), st.integers(0, 5)),
        st.tuples(st.just("erase"), st.integers(0, 6)),
    ),
    max_size=10,
)


def bring_versions(posts: Mapping[int, tuple[int, bool]]) -> Import:
    """An import of posts in these versions; of some the last word is that they were deleted."""
    records = [
        Record(str(n), [post(n, author=person(n % 7), revision=revision, deleted=deleted)])
        for n, (revision, deleted) in sorted(posts.items())
    ]
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    with Writer(import_) as writer:
        for first in range(0, len(records) or 1, 4):
            part = Part(Key("a", "git-table", "forum"))
            part.records = records[first : first + 4]
            part.make_ready()
            writer.keep(Batch([part], "a", 0, 0))
    Import.objects.filter(pk=import_.pk).update(state=Import.State.DONE)
    return import_


@given(changes)
@examples(
    max_examples=int(os.environ.get("TAKEBACK_EXAMPLES", "30")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_edits_deletions_erasures_and_imports_made_again(story: list[tuple[str, Any]]) -> None:
    """What is there is what the imports that are not forgotten hold, in the newest version that ever was there since;
    who was erased stays so."""
    clear()
    made: list[Import] = []
    held: dict[int, Mapping[int, tuple[int, bool]]] = {}
    newest: dict[int, tuple[int, bool]] = {}
    erased: set[int] = set()

    def brought(posts: Mapping[int, tuple[int, bool]]) -> None:
        made.append(bring_versions(posts))
        held[made[-1].pk] = posts
        for n, version in posts.items():
            if n not in newest or version[0] > newest[n][0]:
                newest[n] = version

    for step, what in story:
        if step == "import":
            brought(what)
        elif step == "erase":
            erase(list(Identity.objects.filter(native_id=str(what)).values_list("pk", flat=True)))
            erased |= {what} if any(n % 7 == what for n in newest) else set()
        elif what < len(made) and step == "again" and made[what].pk in held:
            brought(held[made[what].pk])
        elif what < len(made) and step == "forget" and made[what].pk in held:
            forget(Import.objects.get(pk=made[what].pk))
            held.pop(made[what].pk)
            there = {n for posts in held.values() for n in posts}
            newest = {n: version for n, version in newest.items() if n in there}
    stays = {n: version for n, version in newest.items() if n % 7 not in erased}
    rows = Activity.objects.exclude(identity=None).values_list("native_id", "revision", "deleted")
    assert sorted(rows) == sorted((f"post/{n}", revision, deleted) for n, (revision, deleted) in stays.items())
    assert set(Identity.objects.filter(erased=False).values_list("native_id", flat=True)) == {str(n % 7) for n in stays}


def test_what_goes_and_what_stays_is_said_before() -> None:
    by_another_road([1])
    first, second = write([1, 2, 3, 4, 5], bad=[1, 2]), write([4, 5, 6])
    by_another_road([3])
    assert look(first) == Counts(activities=5, only=1, elsewhere=4, identities=1, channels=0, set_aside=2)
    assert look(second).only == 1
    assert forget(first) == Taken(activities=1, identities=1, channels=0, set_aside=2)
    assert look(second).only == 3
    assert set(Activity.objects.values_list("native_id", flat=True)) == {f"post/{n}" for n in (1, 3, 4, 5, 6)}
    assert forget(second).activities == 3


def test_a_record_that_could_not_be_read_waits_again_for_the_import_that_had_it_first() -> None:
    first, second = write([], bad=[1, 2]), write([], bad=[1])
    assert [one.source.import_run_id for one in open_ones()] == [second.pk, first.pk]
    forget(second)
    assert [(one.source.import_run_id, one.position) for one in open_ones()] == [
        (first.pk, "line 2"),
        (first.pk, "line 1"),
    ]


def test_what_is_read_later_from_what_was_set_aside_belongs_to_its_import(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(HEADER + b"bad\n" + row(1))
    import_ = bring(tmp_path / "a.tsv")
    Rejected.objects.update(raw=HEADER + row(2))
    retry(Rejected.objects.all())
    assert Activity.objects.count() == 2
    assert forget(import_).activities == 2
    assert not Activity.objects.exists()


def test_the_copy_follows() -> None:
    first, _ = write(range(1, 20)), write(range(10, 30))
    copy.refresh()
    forget(first)
    assert Month.objects.get().touched > Month.objects.get().copied
    copy.refresh()
    assert duckdb.connect().raw_sql("SELECT count(*), (SELECT sum(n) FROM rollup) FROM activity").fetchone() == (20, 20)
    verdict = verify()
    assert (verdict.activities, verdict.faults) == (20, ())


def test_a_person_who_was_erased_stays_so() -> None:
    first = write([1, 2])
    erase([Identity.objects.get(native_id="1").pk])
    forget(first)
    assert list(Activity.objects.values_list("deleted", "text")) == [(True, None)]
    second = write([1, 2])
    assert second.sources.get().erased == 1
    assert list(Activity.objects.filter(deleted=False).values_list("native_id", flat=True)) == ["post/2"]


def test_a_member_keeps_what_others_brought_of_them() -> None:
    first, _ = write([1]), write([1, 2])
    follow()
    kept = Link.objects.get(identity__native_id="1").member_id
    assert forget(first).identities == 0
    assert Link.objects.get(identity__native_id="1").member_id == kept


def test_it_says_why_it_cannot() -> None:
    running, old = Import.objects.create(paths=[], state=Import.State.RUNNING), write([1])
    Import.objects.filter(pk=old.pk).update(remembered=False)
    old.refresh_from_db()
    for import_, why in ((running, "still runs"), (old, "before Rapport remembered")):
        with pytest.raises(NotForgotten, match=why):
            begin(import_)
    gone = write([2])
    forget(gone)
    gone.refresh_from_db()
    with pytest.raises(NotForgotten, match="forgotten already"):
        begin(gone)
    assert take_back(gone.pk, print).activities == 1


def test_imports_that_were_there_before_are_not_remembered() -> None:
    """As the migration leaves them: the database's own default."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO collect_import (state, paths, uploaded, started_at, failure, size, done, unread, unread_count,"
            " notes, identities, channels) VALUES ('done', '[]', false, now(), '', 0, 0, '[]', 0, '[]', 0, 0)"
        )
    assert not Import.objects.get().remembered


def test_an_import_that_runs_meanwhile_keeps_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(range(1, 20), at_once=2)
    others: list[Import] = []

    def meanwhile(looked: int) -> None:
        if len(others) < 3:
            others.append(write(range(5 * len(others), 5 * len(others) + 9), at_once=3))

    begin(first)
    take_back(first.pk, meanwhile)
    left = ledger()
    clear()
    for start in (0, 5, 10):
        write(range(start, start + 9))
    assert left[0] == ledger()[0]
    assert left[1] == ledger()[1]


def test_it_is_gone_on_with_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = write(range(1, 20)), write(range(10, 24))

    def stop(looked: int) -> None:
        raise KeyboardInterrupt

    begin(first)
    with pytest.raises(KeyboardInterrupt):
        take_back(first.pk, stop)
    assert 14 < Activity.objects.count() < 23
    taken = take_back(first.pk, lambda looked: None)
    assert taken.activities == 9
    assert Activity.objects.count() == 14
    assert not Brought.objects.filter(import_run=first).exists()


TAKE_BACK = """
import django, sys
django.setup()
from rapport.collect.takeback import take_back
take_back(int(sys.argv[1]), lambda looked: None)
"""


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_what_can_be_gone_on_with(environment: dict[str, str], tmp_path: Path) -> None:
    first, second = write(range(1, 1500), at_once=10), write(range(1000, 2000), at_once=200)
    begin(first)
    for round_ in range(1, 4):
        process = subprocess.Popen(
            [sys.executable, "-c", TAKE_BACK, str(first.pk)], env={**os.environ, **environment}, cwd=settings.BASE
        )
        deadline = time.monotonic() + 60
        while Activity.objects.count() > 2000 - round_ * 250:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    while not _free(first):
        time.sleep(0.02)
    taken = take_back(first.pk, lambda looked: None)
    assert taken.activities == 999
    assert set(Activity.objects.values_list("native_id", flat=True)) == {f"post/{n}" for n in range(1000, 2000)}
    assert look(second).only == 1000


def _free(import_: Import) -> bool:
    """Whether the server has noticed that the killed process is gone."""
    try:
        with holding(import_.pk):
            return True
    except AlreadyRunning:
        return False
