"""Keys are made once, whole, and for their owner alone."""

import stat
from pathlib import Path

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
