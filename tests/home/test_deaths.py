"""A process that dies is told of by `rapport doctor`, in the words that `rapport up` had for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rapport.home import deaths
from rapport.home.health import State, processes


def test_doctor_tells_of_a_death_of_this_week(tmp_path: Path) -> None:
    assert processes(tmp_path).state is State.OK
    old = datetime.now(UTC) - timedelta(days=8)
    (tmp_path / "deaths").write_text(f"{old.isoformat(timespec='seconds')} worker ended (exit code 1).\n")
    assert processes(tmp_path).state is State.OK
    deaths.note(tmp_path, "web ended (killed by SIGABRT). Starting it again in 0.2 s.")
    told = processes(tmp_path)
    assert told.state is State.WARN
    assert told.found.startswith("1 died in the last seven days")
    assert told.found.endswith("web ended (killed by SIGABRT). Starting it again in 0.2 s.")


def test_a_process_that_dies_for_ever_fills_no_disk(tmp_path: Path) -> None:
    for number in range(deaths.MOST + 5):
        deaths.note(tmp_path, f"worker ended (exit code {number}).")
    kept = [death.told for death in deaths.lately(tmp_path)]
    assert len(kept) == deaths.MOST
    assert kept[-1] == f"worker ended (exit code {deaths.MOST + 4})."


def test_a_death_is_told_even_where_nothing_can_be_written(tmp_path: Path) -> None:
    deaths.note(tmp_path / "gone", "worker ended (exit code 1).")
    assert deaths.lately(tmp_path / "gone") == []
