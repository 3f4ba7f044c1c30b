"""What a community has lying around: one zip, made on a Mac, with a Slack export, a mailbox, forum topics in a tar
inside it, a bundle and a clone of the code, and junk. Every record comes in, and every other file is accounted for."""

import io
import json
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts import team
from rapport.accounts.models import Role
from rapport.cli.main import app
from rapport.collect.models import Import
from rapport.ledger.models import Activity, Identity
from tests.collect.test_pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)

USERS = [
    {"id": "U0ADA0001", "name": "ada", "profile": {"real_name": "Ada Example", "email": "ada@example.org"}},
    {"id": "U0GRACE02", "name": "grace", "profile": {"real_name": "Grace Example"}},
]
DAY = [
    {"type": "message", "user": "U0ADA0001", "text": "Does the build work for you?", "ts": "1609495200.000100"},
    {"type": "message", "user": "U0GRACE02", "text": "Yes, since yesterday.", "ts": "1609495260.000200"},
    {"type": "message", "user": "U0GRACE02", "text": "Try a clean checkout.", "ts": "1609495320.000300"},
]
SLACK = {
    "users.json": USERS,
    "channels.json": [
        {
            "id": "C0GENERAL",
            "name": "general",
            "created": 1609400000,
            "creator": "U0ADA0001",
            "members": ["U0ADA0001", "U0GRACE02"],
        }
    ],
    "general/2021-01-01.json": DAY,
}
MAIL = "".join(
    f"From ada@example.org Fri Jan  1 10:0{number}:00 2021\n"
    f"From: Ada Example <ada@example.org>\nTo: dev@lists.example.org\nSubject: Release {number}\n"
    f"Date: Fri, 1 Jan 2021 10:0{number}:00 +0000\nMessage-ID: <{number}@example.org>\n\nThe release is out.\n\n"
    for number in range(4)
).encode()


def topic(number: int) -> bytes:
    posts = [
        {
            "id": 10 * number + place, "user_id": 7, "username": "ada", "name": "Ada Example",
            "created_at": "2021-03-01T10:00:00.000Z", "updated_at": "2021-03-01T10:05:00.250Z", "version": 1,
            "cooked": "<p>How do I load a scene?</p>", "post_number": place, "post_type": 1, "topic_id": number,
            "topic_slug": "loading", "reply_to_post_number": None, "actions_summary": [],
        }
        for place in (1, 2)
    ]  # fmt: skip
    stream = {"posts": posts, "stream": [post["id"] for post in posts]}
    told = {"id": number, "title": "Loading", "slug": "loading", "created_at": "2021-03-01T10:00:00.000Z"}
    return json.dumps({"post_stream": stream, **told}).encode()


def forum() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for number in range(1, 6):
            info, content = tarfile.TarInfo(f"t/{number}.json"), topic(number)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def slack() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in reversed(SLACK.items()):  # what tells of the others stands last
            archive.writestr(name, json.dumps(content))
    return packed.getvalue()


def repository(path: Path) -> None:
    def git(*words: str) -> None:
        command = ["git", "-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", *words]
        subprocess.run(command, cwd=path, check=True, capture_output=True)

    path.mkdir()
    git("init", "-q", "-b", "main")
    for number in range(3):
        git("commit", "-q", "--allow-empty", "-m", f"Change {number}")
    git("bundle", "create", "../code.bundle", "main")


@pytest.fixture
def attic(tmp_path: Path) -> Path:
    repository(tmp_path / "code")
    with zipfile.ZipFile(tmp_path / "attic.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("attic/slack export.zip", slack())
        archive.writestr("attic/dev.mbox", MAIL)
        archive.writestr("attic/forum/topics.tar.gz", forum())
        archive.write(tmp_path / "code.bundle", "attic/code.bundle")
        for place in sorted((tmp_path / "code" / ".git").rglob("*")):
            if place.is_file():
                archive.write(place, f"attic/code/.git/{place.relative_to(tmp_path / 'code' / '.git')}")
        archive.writestr("attic/.DS_Store", b"\0\0\0\1Bud1")
        archive.writestr("__MACOSX/attic/._dev.mbox", b"\0\5\x16\7\0\2\0\0Mac OS X")
        archive.writestr("attic/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
        archive.writestr("attic/notes.txt", "call the venue")
        archive.writestr("attic/empty.json", b"")
    return tmp_path / "attic.zip"


def test_all_of_it_comes_in_by_one_command(attic: Path) -> None:
    done = CliRunner().invoke(app, ["import", str(attic), "--json"])
    assert done.exit_code == 3, done.output
    read = {one["archive"]: one["read"] for one in json.loads(done.stdout) if one["read"]}
    assert read == {"slack-messages": 3, "email-mbox": 4, "discourse-topic": 10, "git-bundle": 3}
    assert Activity.objects.filter(deleted=False).count() >= 3 + 4 + 10 + 3
    assert Identity.objects.get(platform="slack", native_id__endswith="U0ADA0001").email == "ada@example.org"
    import_ = Import.objects.get()
    assert dict(import_.unread) == {
        "attic.zip › attic/code/.git": "a git clone inside an archive; unpack it and import the folder",
        "attic.zip › attic/logo.png": "not recognised",
        "attic.zip › attic/notes.txt": "not recognised",
        "attic.zip › attic/empty.json": "it is empty",
    }
    assert import_.unread_count == 4
    assert any("was passed over" in note for note in import_.notes)


def test_its_page_tells_of_all_of_it_and_again_nothing_is_added(attic: Path) -> None:
    CliRunner().invoke(app, ["import", str(attic)])
    browser = Client()
    browser.force_login(team.join("o@example.org", "O", "a long enough sentence", Role.OWNER))
    page = text_of(browser, f"/collect/imports/{Import.objects.get().pk}/")
    for said in (
        "Slack",
        "Discourse",
        "What to do next",
        "a git clone inside an archive",
        "it is empty",
        "not recognised",
    ):
        assert said in page, said
    again = CliRunner().invoke(app, ["import", str(attic), "--json"])
    assert [(one["added"], one["known"]) for one in json.loads(again.stdout)] == [
        (0, one["read"]) for one in json.loads(again.stdout)
    ]
