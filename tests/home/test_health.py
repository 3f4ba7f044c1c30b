"""Each check can come out well and badly."""

from importlib.metadata import version
from pathlib import Path

from rapport.home import conf, health
from rapport.home.health import State


def test_packages_against_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"# by uv\nrich=={version('rich')} \\\n    --hash=sha256:00\n")
    assert health.packages(lock).state is State.OK
    lock.write_text("rich==0.0.1\nno-such-package==1.0\n")
    check = health.packages(lock)
    assert check.state is State.WARN
    assert f"rich {version('rich')} instead of 0.0.1" in check.found
    assert "no-such-package missing instead of 1.0" in check.found
    assert check.todo


def test_open_folders_are_bad(tmp_path: Path) -> None:
    tmp_path.chmod(0o710)
    (tmp_path / "keys").mkdir(mode=0o700)
    assert health.permissions(tmp_path).state is State.OK
    (tmp_path / "keys").chmod(0o750)
    check = health.permissions(tmp_path)
    assert check.state is State.BAD
    assert str(tmp_path / "keys") in check.todo


def test_the_servers_memory_fits_the_machines() -> None:
    gigabyte = 1 << 30
    assert [conf.shared_buffers_mb(n * gigabyte) for n in (1, 2, 4, 64)] == [128, 256, 512, 512]
    assert conf.shared_buffers_mb(100 << 20) == 32
