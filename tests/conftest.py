"""Real PostgreSQL, a real browser, and the real communities' data where it lies beside the checkout.

Unless DATABASE_URL names a server, one is started for the run, in a home of its own, the way `rapport` starts it.
This happens as this file is read: the tests' other conftests import models, which need Django's settings.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import hypothesis
import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page, sync_playwright

from rapport.home import keys
from rapport.home.access import database

CHROMIUM = Path("/usr/bin/chromium")
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# Time is measured in benchmarks: an example may be slow on a machine that does something else. A third of Hypothesis's
# own number keeps `make test` under ten minutes; each run draws others, and `make prove-slow` draws 200.
hypothesis.settings.register_profile("rapport", deadline=None, max_examples=int(os.environ.get("PROVE_EXAMPLES", "30")))
hypothesis.settings.load_profile("rapport")

_run = ExitStack()


def _home() -> Path:
    """A home that goes with the run. Under /tmp itself: root's database server may not enter pytest's folders."""
    home = Path(tempfile.mkdtemp(prefix="rapport-tests-"))
    _run.callback(shutil.rmtree, home, ignore_errors=True)
    return home


def _prepare() -> None:
    home = _home()
    keys.ensure(home / "keys" / "secret.keys", home / "keys" / "django.key")
    os.environ["RAPPORT_HOME"] = str(home)
    if not os.environ.get("DATABASE_URL"):
        # Tests may lose their data when the machine fails; waiting for the disk doubles their time.
        (home / "postgres.own.conf").write_text("fsync = off\nsynchronous_commit = off\n")
        os.environ["DATABASE_URL"] = _run.enter_context(database(home, "", "pytest", print)).url
    os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that uses the ORM
    django.setup()


if "rapport.settings" not in sys.modules:
    _prepare()
    atexit.register(_run.close)


def _empty(_: TransactionTestCase) -> None:
    """Django truncates every table, which takes a third of a second; few tests write into more than ten.

    What stands in content types and permissions is what every test begins with. The tests' role is a superuser: no
    trigger fires, and no foreign key is checked.
    """
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names))
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')


KEPT = {"django_content_type", "auth_permission"}
TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]


def pytest_unconfigure() -> None:
    _run.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real communities' data; the test is skipped where it is not there."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real communities' data is not at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Skipped where it is not installed, unless CI is set: there it must be."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"{CHROMIUM} is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile, wide as a laptop."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
