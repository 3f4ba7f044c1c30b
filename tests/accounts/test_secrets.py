"""Secrets are sealed with a key that the database does not hold, and a rotation loses none."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.conf import settings

from rapport.accounts import keys, secrets
from rapport.accounts.models import Role, Secret, User
from rapport.words.errors import SecretUnreadable

pytestmark = pytest.mark.django_db


def test_a_secret_comes_back_and_the_database_does_not_hold_it() -> None:
    secrets.put("github:token", "ghp_made_up")
    assert secrets.get("github:token").reveal() == "ghp_made_up"
    assert b"ghp_made_up" not in bytes(Secret.objects.get().sealed)


def test_its_value_never_shows() -> None:
    secrets.put("github:token", "ghp_made_up")
    shown = secrets.get("github:token")
    assert "ghp" not in f"{shown!r} {shown} {Secret.objects.get()!r}"


def test_a_second_put_replaces_and_forget_forgets() -> None:
    secrets.put("a", "one")
    secrets.put("a", "two")
    assert secrets.get("a").reveal() == "two"
    assert secrets.forget("a")
    assert not secrets.forget("a")


def test_the_key_file_is_for_its_owner_alone() -> None:
    secrets.put("a", "one")
    assert settings.KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert settings.KEY_FILE.parent.stat().st_mode & 0o777 == 0o700


def test_a_rotation_seals_everything_anew_and_keeps_the_old_key() -> None:
    secrets.put("a", "one")
    secrets.put("b", "two")
    [old] = keys.read()
    assert secrets.rotate() == 2
    new, kept = keys.read()
    assert kept == old
    for secret in Secret.objects.all():
        Fernet(new).decrypt(bytes(secret.sealed))
    assert secrets.drop_old_keys() == 1
    assert keys.read() == [new]
    assert [secrets.get(name).reveal() for name in "ab"] == ["one", "two"]


def test_a_rotation_that_meets_an_unreadable_secret_changes_nothing() -> None:
    secrets.put("a", "one")
    Secret.objects.create(name="lost", sealed=Fernet(Fernet.generate_key()).encrypt(b"?"))
    before = keys.read(), bytes(Secret.objects.get(name="a").sealed)
    for step in (secrets.rotate, secrets.drop_old_keys):
        with pytest.raises(SecretUnreadable, match="lost"):
            step()
    assert before == (keys.read(), bytes(Secret.objects.get(name="a").sealed))


def test_without_its_key_a_secret_is_unreadable_and_says_so() -> None:
    secrets.put("a", "one")
    keys.write([Fernet.generate_key()])
    with pytest.raises(SecretUnreadable, match="'a'"):
        secrets.get("a")


def test_second_steps_are_sealed_and_rotated_too(people: dict[Role, User]) -> None:
    secret, author = generate_totp_secret(), people[Role.AUTHOR]
    TOTP.activate(author, secret)
    codes = RecoveryCodes.activate(author).generate_codes()
    assert secret not in str(Authenticator.objects.values_list("data"))
    assert secrets.rotate() == 2
    assert secrets.drop_old_keys() == 1
    app = Authenticator.objects.get(type="totp").wrap()
    from allauth.mfa.utils import decrypt

    assert decrypt(app.instance.data["secret"]) == secret
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes() == codes
