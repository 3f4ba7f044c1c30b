"""`rapport people match`: tables in and out."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.people.matching.table import NoAliases, read_aliases

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity" / "scipy-aliases.csv"


def match(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rapport.cli.main", "people", "match", *map(str, arguments)]
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
    ],
)
def test_no_table_of_aliases(text: str, said: str) -> None:
    with pytest.raises(NoAliases, match=said):
        list(read_aliases(text.splitlines(keepends=True)))


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("alias_id,name\n1,Ada\n")
    assert "cannot be read" in match(tmp_path / "none.csv", "--out", tmp_path / "out.csv").stderr
    done = match(table, "--out", tmp_path / "no" / "out.csv")
    assert done.returncode != 0
    assert "cannot be written" in done.stderr


def test_a_table_is_never_written_over(tmp_path: Path) -> None:
    """Neither by its own name, nor by another that leads to it, nor by what is written on the way."""
    table, link, begun = tmp_path / "aliases.csv", tmp_path / "link.csv", tmp_path / "out.csv.part"
    written = "alias_id,name\n1,Ada\n"
    table.write_text(written)
    link.symlink_to(table)
    begun.write_text(written)
    for aliases, out in ((table, table), (table, link), (link, table), (begun, tmp_path / "out.csv")):
        done = match(aliases, "--out", out)
        assert done.returncode == 1
        assert "Nothing was written; give --out another name." in " ".join(done.stderr.split())
        assert table.read_text() == begun.read_text() == written


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
