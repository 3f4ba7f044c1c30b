"""Every setting is documented, with the default it has."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapport.cli.main import app
from rapport.settings import SETTINGS, Setting

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text()
ROWS = {
    name: (default, meaning)
    for name, default, meaning in re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", DOCUMENT, re.M)
}
BY_USER = {"RAPPORT_HOME": "`/var/lib/rapport` as root, else `~/.local/share/rapport`"}
BY_OTHERS = {"RAPPORT_PUBLIC_URL": "`http://localhost:8700`"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: str(setting.name))
def test_setting_is_documented(setting: Setting) -> None:
    default = f"`{setting.default}`" if setting.default else "empty"
    default = {**BY_USER, **BY_OTHERS}.get(setting.name, default)
    assert ROWS.get(setting.name) == (default, setting.meaning), (
        f"docs/settings.md differs from settings.py on {setting.name}"
    )


def test_document_names_no_other_setting() -> None:
    assert set(ROWS) == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://me:secret@example.org/x", "postgresql://me:…@example.org/x"),
        ("postgresql:///x?host=/run&password=secret", "postgresql:///x?…"),
    ],
)
def test_no_password_is_printed(monkeypatch: pytest.MonkeyPatch, address: str, said: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    shown = CliRunner().invoke(app, ["settings", "--json"])
    assert shown.exit_code == 0
    assert "secret" not in shown.stdout
    assert [row["value"] for row in json.loads(shown.stdout) if row["name"] == "DATABASE_URL"] == [said]
