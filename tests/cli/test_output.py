"""What commands print, for people and for scripts."""

from datetime import UTC, datetime

import orjson
import pytest

from rapport.cli.output import print_json, print_table, progress, progress_line


def test_progress_line_tells_rate_and_time_left() -> None:
    assert (
        progress_line("Importing", 3_000, 10_000, 10.0, "posts") == "Importing: 3,000 of 10,000 posts, 300/s, 23 s left"
    )


def test_progress_line_without_total() -> None:
    assert progress_line("Importing", 3_000, None, 10.0, "") == "Importing: 3,000, 300/s, 10.0 s"


def test_progress_is_plain_lines_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Copying", total=3, unit="months") as advance:
        for _ in range(3):
            advance(1)
    captured = capsys.readouterr()
    assert captured.out == "", "standard output is for results"
    assert captured.err.startswith("Copying: 3 of 3 months, ")
    assert "\x1b" not in captured.err


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_json([{"at": datetime(2026, 1, 2, tzinfo=UTC), "n": 1}])
    assert orjson.loads(capsys.readouterr().out) == [{"at": "2026-01-02T00:00:00Z", "n": 1}]


def test_table_separates_thousands_and_takes_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["Name", "Posts"], [["[red]Ann", 12_345]])
    printed = capsys.readouterr().out
    assert "12,345" in printed
    assert "[red]Ann" in printed
