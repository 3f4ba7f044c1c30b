"""Kill the ledger's writers at named points and at random, and show that nothing is lost and nothing is twice.

Each child is forked, does its work and is killed with SIGKILL: at a crash point (before or after a named function, or
while COMMIT is running) or after a random time; sometimes two append the same batches at once while a third writes the
copy. Children tell what they are doing through a pipe, so that each kill is counted where it really landed. At the end
the table must equal what a plain dictionary makes of the batches that said they had committed, and the copy the table.

After each kill of the copy's job, and again when the next has gone on from there, what is kept of whole threads must be
what follows from the activities, also where what was changed came to be again what it was between the two.
"""

import importlib
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.prove.batches import BATCHES, batch, expected
from tests.prove.database import own_database

ROUNDS = int(os.environ.get("PROVE_ROUNDS", "12"))
"""How often each crash point is tried; in all some 400 kills."""

Where = tuple[str, str, str]
"""When, module, function: `before`, `after` or `during` (in another thread, a little after it was called)."""

APPEND: list[Where] = [
    (when, module, name)
    for module, name in (
        ("rapport.ledger.keys", "identity_keys"),
        ("rapport.ledger.keys", "channel_keys"),
        ("rapport.ledger.writing", "copy_activities"),
        ("rapport.ledger.writing", "merge_activities"),
        ("rapport.ledger.writing", "touch_months"),
        ("django.db.backends.postgresql.base.DatabaseWrapper", "_commit"),
    )
    for when in ("before", "during", "after")
]
REFRESH: list[Where] = [
    (when, "rapport.ledger.copy", name)
    for name in ("_typed", "_overwrite", "follow", "_show", "_mark_copied", "_vacuum")
    for when in ("before", "during", "after")
]
CALLS = {"_typed": 6, "_overwrite": 12, "_show": 2, "_mark_copied": 2, "_vacuum": 6}
"""At which call of it a refresh is killed, at most; what is not named here is called once."""
LASTS = {"follow": 0.4}
"""Within which time after the call it dies, `during`; else within AT_ONCE."""
AT_ONCE = 0.004
REBUILD: list[Where] = [
    (when, "rapport.ledger.copy", name)
    for name in ("_write", "_mark_copied", "_remove_others")
    for when in ("before", "during", "after")
]


class Told:
    """The child's end of the pipe: what it is doing just now, a byte each."""

    BEGIN, COMMITTING, COMMITTED, DONE = b"b", b"c", b"d", b"."

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def __call__(self, what: bytes) -> None:
        os.write(self._pipe, what)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(where: Where, told: Told, on_call: int) -> None:
    """Wrap the named function so that this process dies there, at its n-th call."""
    when, path, name = where
    owner = find(path)
    real = getattr(owner, name)
    calls = 0

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != on_call:
            return real(*args, **kwargs)
        if when == "before":
            die()
        if when == "during":
            threading.Timer(random.random() * LASTS.get(name, AT_ONCE), die).start()
        result = real(*args, **kwargs)
        die()
        return result

    setattr(owner, name, wrapped)


def find(path: str) -> Any:
    """A module, or a class in one."""
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(importlib.import_module(module), name)


def tell_commits(told: Told) -> None:
    """Say when COMMIT begins and when it has returned."""
    base = find("django.db.backends.postgresql.base.DatabaseWrapper")
    real = base._commit

    def commit(self: Any) -> Any:
        told(Told.COMMITTING)
        result = real(self)
        told(Told.COMMITTED)
        return result

    base._commit = commit


def append_all(cursor_name: str, told: Told) -> None:
    """Append every batch from where this reader's cursor stands; the cursor moves in the same transaction."""
    from django.db import connection, transaction

    from rapport.ledger.append import Appender

    appender = Appender()
    while True:
        told(Told.BEGIN)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT next FROM prove_cursor WHERE name = %s FOR UPDATE", [cursor_name])
            (number,) = cursor.fetchone()
            if number >= BATCHES:
                break
            appender.append(batch(number))
            cursor.execute("UPDATE prove_cursor SET next = %s WHERE name = %s", [number + 1, cursor_name])
            cursor.execute("INSERT INTO prove_committed VALUES (%s) ON CONFLICT DO NOTHING", [number])
    told(Told.DONE)


def append_some(told: Told) -> None:
    """The next two batches of a reader of its own, who never comes to an end."""
    from django.db import transaction

    from rapport.ledger.append import Appender

    told(Told.BEGIN)
    with transaction.atomic(), database_work(close=False) as cursor:
        cursor.execute("UPDATE prove_cursor SET next = next + 2 WHERE name = 'endless' RETURNING next")
        (after,) = cursor.fetchone()
        for number in (after - 2, after - 1):
            Appender().append(batch(number))
            cursor.execute("INSERT INTO prove_committed VALUES (%s) ON CONFLICT DO NOTHING", [number])
    told(Told.DONE)


def refresh_once(told: Told) -> None:
    from rapport.ledger import copy

    told(Told.BEGIN)
    copy.refresh()
    told(Told.DONE)


def rebuild_once(told: Told) -> None:
    from rapport.ledger import copy

    told(Told.BEGIN)
    copy.rebuild()
    told(Told.DONE)


class Child:
    """A forked worker and what it said last."""

    def __init__(self, work: Callable[[Told], None], where: Where | None, on_call: int = 1) -> None:
        self._read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._read)
            told = Told(write)
            code = 1
            try:
                tell_commits(told)
                if where:
                    arm(where, told, on_call)
                work(told)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(write)

    def kill_after(self, seconds: float) -> None:
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> tuple[str, str]:
        """How it ended (`killed`, `finished`) and where: before, during or after a commit. Fails if it broke."""
        said = b""
        while chunk := os.read(self._read, 65536):
            said += chunk
        os.close(self._read)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            last = said[-1:] or Told.BEGIN
            phase = {Told.BEGIN: "before", Told.COMMITTING: "during", Told.COMMITTED: "after"}.get(last, "after")
            return "killed", phase
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"A writer broke instead of being killed: status {status}")
        return "finished", "after"


class Tally:
    def __init__(self) -> None:
        self.kills: Counter[str] = Counter()
        self.phases: Counter[str] = Counter()
        self.finished: Counter[str] = Counter()

    def note(self, point: str, ended: tuple[str, str]) -> None:
        how, phase = ended
        if how == "killed":
            self.kills[point] += 1
            self.phases[phase] += 1
        else:
            self.finished[point] += 1


def name_of(job: str, where: Where) -> str:
    return f"{job}: {where[0]} {where[2].lstrip('_')}"


@contextmanager
def database_work(*, close: bool = True) -> Iterator[Any]:
    """A cursor for the parent's own questions, closed again so that no child inherits a connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        yield cursor
    if close:
        connection.close()


def start_over(readers: int) -> None:
    with database_work() as cursor:
        cursor.execute("TRUNCATE ledger_activity, ledger_identity, ledger_channel, ledger_month, ledger_copy CASCADE")
        cursor.execute("CREATE TABLE IF NOT EXISTS prove_cursor (name text PRIMARY KEY, next int NOT NULL)")
        cursor.execute("CREATE TABLE IF NOT EXISTS prove_committed (batch int PRIMARY KEY)")
        cursor.execute("TRUNCATE prove_cursor, prove_committed")
        for reader in range(readers):
            cursor.execute("INSERT INTO prove_cursor VALUES (%s, 0)", [f"reader {reader}"])
        cursor.execute("INSERT INTO prove_cursor VALUES ('endless', 0)")


def appender(reader: int) -> Callable[[Told], None]:
    return lambda told: append_all(f"reader {reader}", told)


def kill_appends(tally: Tally, dice: random.Random) -> None:
    """Each point begins with an empty ledger, so that there is something new to write, and is checked by itself."""
    for where in APPEND:
        start_over(readers=3)
        once = where[2] in ("identity_keys", "channel_keys")  # asked for what is not known yet: at the first batch
        for _ in range(ROUNDS // 2):
            set_cursors(dice)
            tally.note(name_of("append", where), Child(appender(0), where, 1 if once else dice.randrange(1, 4)).wait())
        rest()
        demand(told_by(wrong))


def demand(said: str) -> None:
    if not said.startswith("ok"):
        raise SystemExit(f"FAILED. {said}")


def kill_copies(tally: Tally, dice: random.Random) -> None:
    """Each refresh has something to do: a little is appended before it. The ledger grows from nothing."""
    start_over(readers=3)
    for round_ in range(ROUNDS // 3):
        for where in REFRESH:
            Child(append_some, None).wait()
            on_call = 1 if round_ == 0 else dice.randint(1, CALLS.get(where[2], 1))
            tally.note(name_of("copy", where), Child(refresh_once, where, on_call).wait())
            if dice.random() < 0.5:
                Child(append_some, None).wait()
            demand(told_by(of_threads))
    for where in REBUILD:
        for _ in range(ROUNDS // 4):
            tally.note(name_of("rebuild", where), Child(rebuild_once, where).wait())
        demand(told_by(of_threads))


def set_cursors(dice: random.Random) -> None:
    """Send every reader back to some batch, so that there is work to be killed at."""
    with database_work() as cursor:
        cursor.execute("UPDATE prove_cursor SET next = %s", [dice.randrange(BATCHES - 10)])


def touch_months() -> None:
    """Give the next refresh three months to rewrite."""
    with database_work() as cursor:
        cursor.execute(
            "UPDATE ledger_month SET touched = touched + 1 WHERE month IN (SELECT month FROM ledger_month LIMIT 3)"
        )


def kill_two_at_once(tally: Tally, dice: random.Random) -> None:
    """Two append the same batches, a third writes the copy; each is killed after a time of its own."""
    for _ in range(ROUNDS * 4):
        set_cursors(dice)
        touch_months()
        children = [Child(appender(1), None), Child(appender(2), None), Child(refresh_once, None)]
        for child, seconds in zip(children, (0.1, 0.1, 1.0), strict=True):
            child.kill_after(dice.random() * seconds)
        for child, job in zip(children, ("append", "append", "copy"), strict=True):
            tally.note(f"{job}: at random, three at once", child.wait())
        demand(told_by(of_threads))


def rest() -> None:
    """Let the copy come to its rest, without kills."""
    Child(refresh_once, None).wait()


def finish(readers: int) -> None:
    """Let every reader go through all batches again, as a sync or an import run again does."""
    with database_work() as cursor:
        cursor.execute("UPDATE prove_cursor SET next = 0")
    for reader in range(readers):
        Child(appender(reader), None).wait()
    rest()


def told_by(find: Callable[[], str]) -> str:
    """What a child finds, who dies with all that it holds."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        said = "a check broke"
        try:
            said = find()
        finally:
            os.write(write, said.encode())
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said


def of_threads() -> str:
    """Whether what is kept of whole threads is right as a kill left it, and when the job has gone on from there."""
    from rapport.ledger import copy
    from rapport.ledger.followed import compared
    from rapport.ledger.models import Copy

    if Copy.objects.exists() and (found := compared()).differences:
        return f"as readers see it after a kill: {found}"
    copy.refresh()
    found = compared()
    return f"after the job went on: {found}" if found.differences or not found.tables else "ok"


def wrong() -> str:
    """Compare table with dictionary and copy with table; what is wrong, or nothing."""
    from rapport.ledger.models import Activity
    from rapport.ledger.verify import verify

    rows = {row.pk.hex: (row.revision, row.text) for row in Activity.objects.all()}
    with database_work() as cursor:
        cursor.execute("SELECT batch FROM prove_committed")
        committed = [number for (number,) in cursor.fetchall()]
    wanted = expected(committed)
    if rows != wanted:
        missing, surplus = wanted.keys() - rows.keys(), rows.keys() - wanted.keys()
        return f"table: {len(missing)} lost, {len(surplus)} too many, others differ"
    verdict = verify()
    if verdict.faults or verdict.waiting:
        return f"copy: {verdict}"
    return f"ok: {len(rows)} activities of {len(committed)} committed batches, copied in {verdict.months} months"


def report(tally: Tally, seconds: float) -> None:
    print(f"{'crash point':<52}{'killed there':>14}{'passed by':>12}")
    for point in sorted(tally.kills.keys() | tally.finished.keys()):
        print(f"{point:<52}{tally.kills[point]:>14}{tally.finished[point]:>12}")
    print(
        f"\n{tally.kills.total()} kills in {seconds:.0f} s: "
        + ", ".join(f"{n} {p} a commit" for p, n in tally.phases.items())
    )


def keep_of_threads() -> None:
    """Have the tables of whole threads kept of a small ledger, gone on with whatever changed, and written in several
    groups of months; and have every child find what takes long to load."""
    from rapport.ledger import copy, followed, keeping  # noqa: F401
    from rapport.ledger.threads import kept

    keeping.FEWEST, keeping.MOST_CHANGED = 0, 0.4
    copy.ROWS_AT_ONCE = 200
    kept.steps()


def main() -> None:
    seed = int(os.environ.get("PROVE_SEED", random.randrange(1 << 30)))
    print(f"seed {seed} (PROVE_SEED={seed} repeats it)")
    dice = random.Random(seed)
    tally = Tally()
    began = time.monotonic()
    with own_database():
        keep_of_threads()
        start_over(readers=3)
        kill_appends(tally, dice)
        kill_copies(tally, dice)
        kill_two_at_once(tally, dice)
        rest()
        amid = told_by(wrong)
        demand(amid)
        finish(readers=3)
        at_end = told_by(wrong)
        demand(at_end)
    report(tally, time.monotonic() - began)
    never = [name_of("append", where) for where in APPEND if not tally.kills[name_of("append", where)]]
    never += [name_of("copy", where) for where in REFRESH if not tally.kills[name_of("copy", where)]]
    never += [name_of("rebuild", where) for where in REBUILD if not tally.kills[name_of("rebuild", where)]]
    if never or not all(tally.phases[phase] for phase in ("before", "during", "after")):
        raise SystemExit(f"FAILED. No kill landed at: {', '.join(never) or 'one phase of the commit'}")
    print(f"Nothing lost, nothing twice. After the kills {amid}. After one more run {at_end}.")


if __name__ == "__main__":
    main()
