"""Keys are made once, whole, and for their owner alone."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from rapport.home import health, keys
from rapport.home.health import State


def test_keys_of_a_new_home(tmp_path: Path) -> None:
    secret, django = tmp_path / "keys" / "secret.keys", tmp_path / "keys" / "django.key"
    keys.ensure(secret, django)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (secret.parent, secret, django)] == [0o700, 0o600, 0o600]
    Fernet(secret.read_text().strip())
    assert len(django.read_text().strip()) >= 50
    assert len(list(secret.parent.iterdir())) == 2
    assert health.keys(secret, django).state is State.OK


def test_keys_that_are_there_stay(tmp_path: Path) -> None:
    secret, django = tmp_path / "keys" / "secret.keys", tmp_path / "keys" / "django.key"
    keys.ensure(secret, django)
    before = secret.read_bytes(), django.read_bytes()
    keys.ensure(secret, django)
    assert (secret.read_bytes(), django.read_bytes()) == before


def test_a_lost_or_broken_key_is_bad(tmp_path: Path) -> None:
    secret, django = tmp_path / "keys" / "secret.keys", tmp_path / "keys" / "django.key"
    keys.ensure(secret, django)
    secret.write_text("nonsense\n")
    assert health.keys(secret, django).state is State.BAD
    secret.unlink()
    assert health.keys(secret, django).state is State.BAD


def test_a_crash_amid_writing_leaves_the_old_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.keys"
    keys.write(secret, b"old\n")

    def crash(_file: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            keys.write(secret, b"new\n")
    assert secret.read_bytes() == b"old\n"
    keys.write(secret, b"new\n")  # and what was left of it is in nobody's way
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("secret.keys", b"new\n")]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can write for somebody else")
def test_what_root_writes_still_belongs_to_the_homes_user(tmp_path: Path) -> None:
    secret = tmp_path / "secret.keys"
    keys.write(secret, b"old\n")
    os.chown(secret, 65534, 65534)
    keys.write(secret, b"new\n")
    assert (secret.stat().st_uid, secret.stat().st_gid, secret.read_bytes()) == (65534, 65534, b"new\n")
