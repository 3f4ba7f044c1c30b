"""Show that what was deleted and who was erased is gone from every place, and that no old archive brings it back.

A made-up community is imported through the command line; then an edit, a deletion and an erasure come, and every
archive is imported again in several orders. After each step everything on the disk that could hold a word is read:
a plain dump of the database, and every file of the home, of those of the copy each value. Before the erasure a team
writes names wherever it can (`beside`), and before and after it every page is read that links lead to (`pages`).
"""

import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet

from tests.prove import beside
from tests.prove.beside import talk
from tests.prove.database import own_database
from tests.prove.pages import as_a_stranger, visited

HOST = "forum.example"
GONE = ("quetzalcoatl", "Feathered Serpent", "serpent@temple.example", "words of the serpent", "770031", "770032")
"""The handle, name, address and own words of the person who asks to be forgotten, and the numbers of their accounts."""
SHOWN = (*GONE[:2], GONE[3])
"""Of these, what pages show."""
DELETED = "a sentence that its author deleted"
EDITED, EDIT = "before the edit", "after the edit"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "discourse" / "urho3d" / "raw-topics-json.tar.gz"


def post(id_: int, user: tuple[int, str, str], text: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    number, handle, name = user
    return {
        "id": id_,
        "user_id": number,
        "username": handle,
        "name": name,
        "avatar_template": f"/user_avatar/{HOST}/{handle}/{{size}}/1.png",
        "created_at": f"2021-03-0{1 + id_ % 9}T10:00:00.000Z",
        "updated_at": f"2021-03-10T10:{minute:02}:00.000Z",
        "cooked": f"<p>{text}</p>",
        "post_number": id_,
        "post_type": 1,
        "topic_id": 7,
        "topic_slug": "a-topic",
        "version": 1 + minute,
        "reply_to_post_number": None,
        "actions_summary": [],
        "deleted_at": None,
        "user_deleted": False,
        "hidden": False,
    } | more


ADA = (1, "ada", "Ada Example")
SERPENT = (int(GONE[4]), GONE[0], GONE[1])


def topic(posts: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {
            "id": 7,
            "title": "A topic",
            "slug": "a-topic",
            "category_id": 3,
            "archetype": "regular",
            "created_at": posts[0]["created_at"],
            "posts_count": len(posts),
            "post_stream": {"posts": posts, "stream": [each["id"] for each in posts]},
            "details": {"created_by": {"id": 1, "username": "ada"}},
        }
    ).encode()


def old_posts() -> list[dict[str, Any]]:
    return [
        post(1, ADA, "a question"),
        post(2, SERPENT, GONE[3]),
        post(3, ADA, DELETED),
        post(4, ADA, EDITED),
    ]


def events() -> bytes:
    lines = [
        {
            "id": str(n),
            "type": "WatchEvent",
            "actor": {"id": (900, int(GONE[5]))[n], "login": login},
            "repo": {"id": 5, "name": "temple/stairs"},
            "payload": {"action": "started"},
            "public": True,
            "created_at": "2021-03-01T00:00:00Z",
        }
        for n, login in enumerate(("ada", GONE[0]))
    ]
    lines.append(lines[1] | {"created_at": "not a time"})
    return gzip.compress(b"\n".join(json.dumps(line).encode() for line in lines))


def commits() -> bytes:
    rows = ["sha\tdate\tauthor_name\tauthor_email\tsubject"]
    rows += [
        f"{n:040x}\t2021-03-01T00:00:00+00:00\t{name}\t{address}\tStep {n}"
        for n, (name, address) in enumerate((("Ada Example", "ada@home.example"), (GONE[1], GONE[2])))
    ]
    rows.append(f"{'b' * 40}\tnot a date\t{GONE[1]}\t{GONE[2]}\tA row that is set aside")
    return "\n".join(rows).encode()


def archives(folder: Path) -> dict[str, Path]:
    """The old exports, and a newer one of the forum with an edit and a deletion."""
    newer = old_posts()
    newer[2] = post(3, ADA, "", minute=5, user_deleted=True, deleted_at="2021-03-10T10:05:00.000Z")
    newer[3] = post(4, ADA, EDIT, minute=6)
    newer.append(post(5, SERPENT, f"new {GONE[3]}", minute=7))
    newer.append(post(6, SERPENT, f"set aside: {GONE[3]}") | {"id": None})
    newer.append(post(7, ADA, f"thanks,\n@{GONE[0]}") | {"created_at": "not a time"})
    content = {
        "old.json": topic(old_posts()),
        "newer.json": topic(newer),
        "hour.json.gz": events(),
        "commits.tsv": commits(),
        "talk.tar.gz": talk(post, SERPENT, GONE[3]),
    }
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in content}


def rapport(*arguments: object) -> int:
    """Run a command in this process, as the command line would; its exit code."""
    from typer.testing import CliRunner

    from rapport.cli.main import app

    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code


def everything(home: Path) -> Iterable[tuple[str, bytes]]:
    """Every place that could hold a word."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            yield f"table {table}", cursor.fetchone()[0].encode()
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'bytea'")
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(encode(\"{column}\", 'escape'), chr(10)), '') FROM \"{table}\"")
            yield f"table {table}, as bytes", cursor.fetchone()[0].encode()
    for path in home.rglob("*"):
        if path.is_relative_to(home / "postgres") or not path.is_file():
            continue
        if path.suffix == ".parquet":
            said = b"".join(str(row).encode() for row in pyarrow.parquet.ParquetFile(path).read().to_pylist())
            yield f"copy {path.relative_to(home)}", said
        else:
            yield f"file {path.relative_to(home)}", path.read_bytes()


def places_of(home: Path, words: Iterable[str]) -> list[str]:
    return [f"{word!r} in {place}" for place, said in everything(home) for word in words if word.encode() in said]


def want_none(step: str, home: Path, words: Iterable[str]) -> None:
    found = places_of(home, words)
    if found:
        raise SystemExit(f"FAILED after {step}: {found}")
    print(f"  {step}: nothing left")


def want_all(step: str, home: Path, words: Iterable[str]) -> None:
    """The search must be able to find, or finding nothing means nothing."""
    for word in words:
        if not places_of(home, [word]):
            raise SystemExit(f"FAILED {step}: {word!r} was never there, so its absence would prove nothing")


def on_pages(kept: beside.Kept, words: Iterable[str], *, there: bool) -> None:
    """Look for them on every page; `there` says whether each must be on some of them, or none on any."""
    begin = ("/", "/people/", "/measure/", "/measure/topics/", "/measure/annotations/", "/measure/digest/", *kept.pages)
    shared = (kept.shared, *([kept.badge] if there else []))
    read = [*visited(begin), *as_a_stranger(shared)]
    held = {word: [address for address, said in read if word.encode() in said] for word in words}
    if there and not all(held.values()):
        raise SystemExit(f"FAILED: not on any of {len(read)} pages: {[word for word in held if not held[word]]}")
    if not there and any(held.values()):
        raise SystemExit(
            f"FAILED: on pages after the erasure: { {word: held[word][:9] for word in held if held[word]} }"
        )
    told = ", ".join(f"{len(each)} with {word!r}" for word, each in held.items() if each)
    print(f"  {len(read):,} pages, {told or 'none with a trace'}", flush=True)


def members_called(name: str) -> list[int]:
    from rapport.people.models import Member

    return list(Member.objects.filter(links__identity__handle=name).distinct().values_list("pk", flat=True)) + list(
        Member.objects.filter(links__identity__email=GONE[2]).distinct().values_list("pk", flat=True)
    )


def made_up(home: Path, folder: Path) -> None:
    from rapport.ledger.erase import sweep

    files = archives(folder)
    rapport("import", *(path for name, path in files.items() if name != "newer.json"))
    want_all("after the first import", home, (*GONE, DELETED, EDITED))
    rapport("import", files["newer.json"])
    sweep()
    want_none("an edit and a deletion that came later", home, (DELETED, EDITED))
    want_all("after the edit", home, (EDIT,))
    rapport("import", files["old.json"])
    want_none("the old archive once more", home, (DELETED, EDITED))
    kept = beside.keep(*GONE[:2])
    sweep()
    on_pages(kept, SHOWN, there=True)
    if rapport("ledger", "erase", "--yes", *members_called(GONE[0])):
        raise SystemExit("FAILED: `rapport ledger erase` went wrong")
    want_none("the erasure", home, GONE)
    if found := beside.left(kept, GONE[1]):
        raise SystemExit(f"FAILED after the erasure: {found}")
    print("  vectors, topics, what is kept of whole threads, the copy's numbers: nothing left")
    on_pages(kept, GONE, there=False)
    order = list(files.values())
    for _ in range(5):
        random.shuffle(order)
        rapport("import", *order)
    rapport("collect", "rejected", "--retry")
    if back := places_of(home, GONE):
        raise SystemExit(f"FAILED after replays: {back}")
    print("  five replays of all archives in any order: nothing came back")
    on_pages(kept, GONE, there=False)
    want_all("others at the end", home, ("Ada Example", EDIT))


def whole_forum() -> None:
    """Erase the busiest person of a real forum and import the whole forum again."""
    from rapport.ledger.models import Activity, Identity
    from rapport.people.models import Link

    rapport("import", SHARED)
    from django.db.models import Count

    busiest = (
        Identity.objects.filter(platform="discourse", native_id__contains="urho3d")
        .annotate(n=Count("activities"))
        .order_by("-n")[0]
    )
    before = Activity.objects.filter(deleted=False).count()
    hers = Activity.objects.filter(identity=busiest, deleted=False).count()
    handle = busiest.handle
    rapport("ledger", "erase", "--yes", Link.objects.get(identity=busiest).member_id)
    rapport("import", SHARED)
    after = Activity.objects.filter(deleted=False).count()
    back = Identity.objects.filter(handle=handle).count()
    if after != before - hers or back:
        raise SystemExit(
            f"FAILED: {before} activities, {hers} of the erased person, {after} afterwards, {back} came back"
        )
    print(f"  a real forum: {hers:,} of {before:,} activities forgotten, and still after importing all of it again")


def main() -> None:
    with own_database() as home:
        from rapport.ledger import keeping

        keeping.FEWEST = 0
        folder = home.parent / "archives"
        folder.mkdir()
        made_up(home, folder)
        if SHARED.exists():
            whole_forum()
        else:
            print("  no ../shared/data: the real forum was not tried")
    print("Erased and deleted means gone.")


if __name__ == "__main__":
    main()
