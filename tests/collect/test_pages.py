"""The pages: bring files in, see how far an import is and what it brought, deal with what was set aside."""

import gzip
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.worker import Worker
from pytest_django.fixtures import Settings

from rapport.accounts.models import AuditEntry, Role, User
from rapport.accounts.permissions import Permission, may
from rapport.collect import uploads
from rapport.collect.alive import settle_interrupted
from rapport.collect.models import Import, Rejected
from rapport.collect.rejected import open_ones
from rapport.ledger.models import Activity
from tests.collect.importing import HEADER, bring, row, table

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[[Role], Client]


def _closing(proceed: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """The worker's threads end with this test; their connections must not outlive them."""
    try:
        return proceed()
    finally:
        connection.close()


def work() -> None:
    """Do the waiting jobs, as the worker does."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        run = partial(
            working.run_worker,
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            task_middleware=[_closing],
        )
        # In a thread of its own, which has no event loop yet; a browser's test leaves one in this.
        with ThreadPoolExecutor(1) as threads:
            threads.submit(run).result()


def upload(client: Client, **files: bytes) -> Import:
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post("/collect/", {"archives": given})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_home_says_the_next_step(signed_in: Enter) -> None:
    page = text_of(signed_in(Role.OWNER), "/collect/")
    assert "Nothing has come in yet" in page
    assert "rapport import" in page
    assert "Commit table" in page
    assert 'type="file"' in page


def test_those_who_only_look_get_no_form(signed_in: Enter) -> None:
    client = signed_in(Role.ANALYST)
    assert 'type="file"' not in text_of(client, "/collect/")
    refused = client.post("/collect/", {"archives": [SimpleUploadedFile("c.tsv", table(1))]})
    assert refused.status_code == 403
    assert not Import.objects.exists()


def test_an_upload_is_kept_read_by_the_job_and_removed(signed_in: Enter, settings: Settings) -> None:
    client = signed_in(Role.MANAGER)
    import_ = upload(client, **{"commits.tsv": table(5), "more.tsv.gz": gzip.compress(table(3, 10) + b"bad\n")})
    folder = settings.UPLOADS / str(import_.pk)
    assert {file.name for file in folder.iterdir()} == {"commits.tsv", "more.tsv.gz"}
    assert settings.UPLOADS.stat().st_mode & 0o077 == 0
    assert "Waiting for its turn" in text_of(client, f"/collect/imports/{import_.pk}/")
    assert AuditEntry.objects.get(action="import.started").subject == str(import_)
    work()
    import_.refresh_from_db()
    assert import_.state == Import.State.DONE
    assert Activity.objects.count() == 8
    assert not folder.exists()
    page = text_of(client, f"/collect/imports/{import_.pk}/")
    assert "commits.tsv" in page
    assert "2 January 2020" in page
    assert "1 record could not be read" in page


def test_files_of_one_name_are_kept_apart(signed_in: Enter, settings: Settings) -> None:
    client = signed_in(Role.OWNER)
    twice = [SimpleUploadedFile("same.tsv", table(2)), SimpleUploadedFile("../same.tsv", table(2, 5))]
    assert client.post("/collect/", {"archives": twice}).status_code == 302
    work()
    assert Activity.objects.count() == 4
    assert set(Import.objects.get().sources.values_list("path", flat=True)) == {"same.tsv", "2-same.tsv"}


@pytest.mark.parametrize(("place", "field"), [("/collect/", "archives"), ("/collect/table/", "table")])
def test_an_upload_that_the_disk_does_not_take_says_so_and_leaves_nothing(
    place: str, field: str, signed_in: Enter, settings: Settings
) -> None:
    client, most = signed_in(Role.OWNER), resource.getrlimit(resource.RLIMIT_FSIZE)
    large = SimpleUploadedFile("c.tsv", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1_000_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, most[1]))
    try:
        answer = client.post(place, {field: [large] if field == "archives" else large})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert "The upload could not be kept (File too large). Nothing was taken." in answer.content.decode()
    assert not Import.objects.exists()
    assert not list(settings.UPLOADS.iterdir())


def test_an_upload_that_is_too_large_is_refused_in_words(signed_in: Enter, settings: Settings) -> None:
    client = signed_in(Role.OWNER)
    settings.UPLOAD_MAX_MB = 0
    answer = client.post("/collect/", {"archives": [SimpleUploadedFile("c.tsv", table(50))]})
    assert "Nothing was taken" in answer.content.decode()
    assert not Import.objects.exists()
    assert not list(settings.UPLOADS.glob("*/*"))


@pytest.mark.parametrize(("role", "taken"), [(Role.OWNER, 1), (Role.ANALYST, 0), (None, 0)])
def test_only_those_who_may_import_send_more_than_a_form(
    role: Role | None, taken: int, settings: Settings, rf: RequestFactory
) -> None:
    """The check comes before Django's own reading of the body, or anybody could fill the disk."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    request = rf.post("/accounts/login/", {"archives": SimpleUploadedFile("c.tsv", table(100))})
    request.user = User(email="x@example.org", role=role) if role else AnonymousUser()
    files = request.FILES.getlist("archives")
    assert len(files) == taken
    for file in files:
        assert Path(file.temporary_file_path()).parent == settings.UPLOADS
        assert file.read() == table(100)
        file.close()


def test_an_upload_that_waits_can_be_stopped(signed_in: Enter, settings: Settings) -> None:
    client = signed_in(Role.OWNER)
    import_ = upload(client, **{"commits.tsv": table(5)})
    client.post(f"/collect/imports/{import_.pk}/")
    work()
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED
    assert not Activity.objects.exists()
    assert not (settings.UPLOADS / str(import_.pk)).exists()


def test_progress_asks_for_itself_until_the_import_is_over(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    import_ = upload(client, **{"commits.tsv": table(5)})
    waiting = client.get(f"/collect/imports/{import_.pk}/progress/")
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    work()
    assert client.get(f"/collect/imports/{import_.pk}/progress/")["HX-Refresh"] == "true"


def test_what_nobody_understands_is_named_on_the_page(signed_in: Enter) -> None:
    client = signed_in(Role.OWNER)
    import_ = upload(client, **{"diary.txt": b"Dear <b>diary</b>", "<i>.txt": b"more"})
    work()
    page = text_of(client, f"/collect/imports/{import_.pk}/")
    assert "Nothing could be read" in page
    assert "diary.txt" in page
    assert "<i>.txt" not in page


def test_set_aside_records_are_grouped_shown_escaped_and_let_go(signed_in: Enter, tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"<script>alert(1)</script>\n" + b"bad\xff\n" + row(1)[1:])
    bring(tmp_path / "c.tsv")
    client = signed_in(Role.OWNER)
    page = text_of(client, "/collect/rejected/")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    reason = Rejected.objects.get(position="line 2").reason
    narrowed = text_of(client, "/collect/rejected/?reason=" + reason.replace(" ", "%20"))
    assert "line 2" in narrowed
    assert "line 4" not in narrowed
    client.post("/collect/rejected/", {"deed": "let-go", "record": Rejected.objects.get(position="line 3").pk})
    assert {one.position for one in open_ones()} == {"line 2", "line 4"}
    client.post("/collect/rejected/?reason=" + reason.replace(" ", "%20"), {"deed": "let-go"})
    assert [one.position for one in open_ones()] == ["line 4"]
    assert AuditEntry.objects.filter(action="rejected.let_go").count() == 2


def test_retrying_one_answers_at_once_and_all_by_a_job(signed_in: Enter, tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n" + b"bad too\n")
    bring(tmp_path / "c.tsv")
    client = signed_in(Role.OWNER)
    Rejected.objects.filter(position="line 2").update(raw=HEADER + row(1))
    client.post("/collect/rejected/", {"deed": "retry", "record": Rejected.objects.get(position="line 2").pk})
    assert [one.position for one in open_ones()] == ["line 3"]
    Rejected.objects.filter(position="line 3").update(raw=HEADER + row(2))
    client.post("/collect/rejected/", {"deed": "retry"})
    client.post("/collect/rejected/", {"deed": "retry"})
    assert ProcrastinateJob.objects.filter(task_name="collect.retry", status="todo").count() == 1
    work()
    assert not open_ones().exists()
    assert Activity.objects.count() == 2


def test_only_importers_see_what_a_record_held(signed_in: Enter, tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"secret@example.org\n")
    bring(tmp_path / "c.tsv")
    reason = quote(Rejected.objects.get().reason)
    for role in Role:
        client = signed_in(role)
        importer = may(User.objects.get(role=role), Permission.IMPORT)
        for address in ("/collect/rejected/", f"/collect/rejected/?reason={reason}"):
            page = text_of(client, address)
            assert "line 2" in page
            assert ("secret@example.org" in page, 'name="deed"' in page) == (importer, importer), role


def test_one_may_not_let_everything_go_without_a_reason(signed_in: Enter, tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n")
    bring(tmp_path / "c.tsv")
    signed_in(Role.OWNER).post("/collect/rejected/", {"deed": "let-go"})
    assert open_ones().count() == 1


def test_only_what_the_page_shows_is_let_go(signed_in: Enter, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(HEADER + b"bad\n")
    (tmp_path / "b.tsv").write_bytes(HEADER + b"bad\n")
    first, second = bring(tmp_path / "a.tsv"), bring(tmp_path / "b.tsv")
    (reason,) = set(open_ones().values_list("reason", flat=True))
    client = signed_in(Role.OWNER)
    client.post(f"/collect/rejected/?import={first.pk}&reason={quote(reason)}", {"deed": "let-go"})
    assert open_ones().get().source.import_run == second


@pytest.mark.parametrize(
    "query", [f"import={'9' * 5000}", f"import={'9' * 18}", "import=x", "reason=%00", "reason=a%00"]
)
def test_a_filter_that_fits_nothing_shows_nothing(signed_in: Enter, query: str) -> None:
    client = signed_in(Role.OWNER)
    text_of(client, f"/collect/rejected/?{query}")
    assert client.post(f"/collect/rejected/?{query}", {"deed": "let-go"}).status_code == 302


@pytest.mark.parametrize("record", ["9" * 5000, "9" * 30, "x", "-1"])
def test_an_unknown_record_is_not_found(signed_in: Enter, record: str) -> None:
    client = signed_in(Role.OWNER)
    assert client.post("/collect/rejected/", {"deed": "let-go", "record": record}).status_code == 404


def test_what_an_upload_left_that_broke_off_is_removed_after_a_while(signed_in: Enter, settings: Settings) -> None:
    kept = upload(signed_in(Role.OWNER), **{"c.tsv": table(1)})
    half, orphan = settings.UPLOADS / "x.upload", settings.UPLOADS / str(kept.pk + 1)
    half.touch()
    orphan.mkdir()
    (orphan / "c.tsv").touch()
    uploads.sweep(time.time() - 60)
    assert half.exists()
    assert orphan.exists()
    uploads.sweep(time.time() + 60)
    assert list(settings.UPLOADS.iterdir()) == [uploads.folder_of(kept.pk)]


@pytest.mark.parametrize(
    ("state", "end", "kept"),
    [(Import.State.RUNNING, Import.State.DONE, 5), (Import.State.STOPPING, Import.State.STOPPED, 0)],
)
def test_after_a_kill_an_import_goes_on_unless_it_was_stopped(
    signed_in: Enter, state: Import.State, end: Import.State, kept: int
) -> None:
    import_ = upload(signed_in(Role.OWNER), **{"c.tsv": table(5)})
    Import.objects.update(state=state)
    assert settle_interrupted() == 1
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED
    work()
    import_.refresh_from_db()
    assert (import_.state, Activity.objects.count()) == (end, kept)
    assert not uploads.folder_of(import_.pk).exists()
