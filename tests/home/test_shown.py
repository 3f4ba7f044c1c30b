"""Nobody sees a password by looking at the settings."""

import pytest

from rapport.home.shown import without_password


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://me:s3cret@db:5432/home", "postgresql://me:…@db:5432/home"),
        ("postgresql://me@/home?host=/run/db&password=s3cret", "postgresql://me@/home?…"),
        ("postgresql:///home?password=s3cret", "postgresql:///home?…"),
        ("smtp://mail:25", "smtp://mail:25"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, said: str) -> None:
    assert without_password(address) == said
