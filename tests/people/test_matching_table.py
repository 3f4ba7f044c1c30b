"""`rapport people match`: tables in and out."""

import csv
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapport.people.matching.table import NoAliases, encoding_of, read_aliases

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity" / "scipy-aliases.csv"


def match(*arguments: object, before: str = "pass") -> subprocess.CompletedProcess[str]:
    """A process of its own, in which something happened `before`."""
    code = f"{before}\nfrom rapport.cli.main import main\nmain()"
    command = [sys.executable, "-c", code, "people", "match", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_table_becomes_people(tmp_path: Path) -> None:
    table, out = tmp_path / "aliases.csv", tmp_path / "clusters.csv"
    table.write_text(
        "\ufeffEmail,alias_id,Name,more\nz@a.example,7,Zelda Quist,!\nZ@A.example,8,zed,\nb@b.example,9,,\n"
    )
    done = match(table, "--out", out)
    assert done.returncode == 0, done.stderr
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["alias_id"], row["member_id"]) for row in rows] == [("7", "1"), ("8", "1"), ("9", "2")]
    assert rows[1]["evidence"] == "the same e-mail address"
    assert 0.99 < float(rows[1]["confidence"]) <= 1
    assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must name the columns"),
        ("name,email\nAda,a@a.example\n", "must name the columns"),
        ("alias_id\n1\n", "must name the columns"),
        ("alias_id,name\n1,Ada\n1,Bob\n", "Line 3: alias_id “1” stands there twice"),
        ("alias_id,name\n,Ada\n", "Line 2: alias_id is empty"),
        ("alias_id,name\n1,Byron, Ada\n", "Line 2 has 3 cells and the first line 2"),
        ("alias_id,name\n1,A\0da\n", "Line 2 holds a zero byte"),
        ("a\0l\0i\0a\0s\0_\0i\0d\0,\0n\0a\0m\0e\0\n\0", "must name the columns"),
        ("alias_id,name,Name\n1,Ada,Bob\n", "names the column name twice"),
        ('alias_id,name\n1,"Ada\n2,Bob\n', "Line 3 is no row of a CSV table"),
        (
            f"alias_id,name\n1,{'x' * 140_000}\n",
            "Line 2 (has a cell of 140,000 letters|is no row of a CSV table: field larger)",
        ),
    ],
)
def test_no_table_of_aliases(text: str, said: str) -> None:
    with pytest.raises(NoAliases, match=said):
        list(read_aliases(text.splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("encoding", "between"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16", ","), ("utf-8", "\t")]
)
def test_tables_as_programs_write_them(tmp_path: Path, encoding: str, between: str) -> None:
    table = tmp_path / "aliases.csv"
    rows = [["alias_id", "name", "email", "", ""], ["1", "Zoë; Quist, Ed.", "z@a.example", "", ""], [], ["2"]]
    with table.open("w", encoding=encoding, newline="") as into:
        csv.writer(into, delimiter=between).writerows(rows)
    with table.open(encoding=encoding_of(table), newline="") as lines:
        found = list(read_aliases(lines))
    assert [(each.id, each.name, each.address) for each in found] == [
        ("1", "Zoë; Quist, Ed.", "z@a.example"),
        ("2", "", ""),
    ]


@pytest.mark.slow
def test_names_of_a_hundred_thousand_letters_take_no_time(tmp_path: Path) -> None:
    table, out = tmp_path / "aliases.csv", tmp_path / "out.csv"
    longest = ("Ada " * 25_000, "a" * 100_000, "@" * 100_000, "\u0301" * 50_000, "山" * 30_000)
    lines = [f"{n},{name},{name}@x.example" for n, name in enumerate(longest * 2)]
    table.write_text("\n".join(["alias_id,name,email", *lines]))
    begun = time.monotonic()
    assert match(table, "--out", out).returncode == 0
    assert time.monotonic() - begun < 60


def test_what_a_spreadsheet_takes_for_a_formula_is_said(tmp_path: Path) -> None:
    """An alias_id is what one joins by, so it stays; the evidence is our own words."""
    table, out = tmp_path / "aliases.csv", tmp_path / "out.csv"
    table.write_text("alias_id,name,email,login\n=1+1,=cmd(),=x@a.example,@ada\n@2,=cmd(),=x@a.example,@ada\n")
    done = match(table, "--out", out)
    assert "2 of the alias_id begin with" in done.stderr
    with out.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["alias_id"] for row in rows] == ["=1+1", "@2"]
    assert not any(row["evidence"].startswith(("=", "+", "-", "@")) for row in rows)


def test_a_full_disk_or_a_kill_leaves_what_was_there(tmp_path: Path) -> None:
    table, out = tmp_path / "aliases.csv", tmp_path / "out.csv"
    table.write_text("alias_id,name\n" + "".join(f"{n},Name{n}\n" for n in range(3000)))
    out.write_text("from before")
    full = match(table, "--out", out, before="import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))")
    assert full.returncode == 1
    assert "cannot be written: File too large. It stays as it was." in " ".join(full.stderr.split())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["aliases.csv", "out.csv"]
    dying = "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)"
    assert match(table, "--out", out, before=dying).returncode == -signal.SIGKILL
    assert out.read_text() == "from before"
    assert match(table, "--out", out).returncode == 0
    assert out.read_text().count("\n") == 3001


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("alias_id,name\n1,Ada\n")
    assert "cannot be read" in match(tmp_path / "none.csv", "--out", tmp_path / "out.csv").stderr
    done = match(table, "--out", tmp_path / "no" / "out.csv")
    assert done.returncode != 0
    assert "cannot be written" in done.stderr


def test_a_table_is_never_written_over(tmp_path: Path) -> None:
    """Neither by its own name, nor by another that leads to it."""
    table, link = tmp_path / "aliases.csv", tmp_path / "link.csv"
    written = "alias_id,name\n1,Ada\n"
    table.write_text(written)
    link.symlink_to(table)
    for aliases, out in ((table, table), (table, link), (link, table)):
        done = match(aliases, "--out", out)
        assert done.returncode == 1
        assert "Nothing was written; give --out another name." in " ".join(done.stderr.split())
        assert table.read_text() == written


def column(file: Path, name: str) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["alias_id"]: row[name] for row in csv.DictReader(lines)}


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/identity is not here")
def test_the_aliases_of_a_real_project(tmp_path: Path) -> None:
    from tests.bench.people import agreement

    assert match(DATA, "--out", tmp_path / "out.csv").returncode == 0
    truth, found = column(DATA, "person_id"), column(tmp_path / "out.csv", "member_id")
    measured = agreement([truth[id_] for id_ in truth], [found[id_] for id_ in truth])
    assert measured.f1 >= 0.945
    assert measured.precision >= 0.925
