"""Takes the pictures of README and docs from a running product, in a real browser.

    python docs/pictures.py          starts a home of its own with a made-up community, and removes it afterwards
    python docs/pictures.py LINK     looks at a home that runs already; LINK is a one-time sign-in link to it

The pictures in the repository show made-up people only: make them without a LINK.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
PORT = "8791"
MOST_BYTES = 200_000


class Look(NamedTuple):
    name: str
    width: int
    height: int
    scheme: str


LOOKS = (
    Look("desktop-light", 1280, 860, "light"),
    Look("desktop-dark", 1280, 860, "dark"),
    Look("phone-light", 390, 844, "light"),
    Look("phone-dark", 390, 844, "dark"),
)
ROOMS = {
    "today": "/",
    "people": "/people/",
    "member": "/people/",
    "measure": "/measure/",
    "metric": "/measure/active_members/",
    "collect": "/collect/",
    "settings": "/settings",
    "kit": "/console/kit",
}
ALL_LOOKS = ("today",)
"""The other rooms are shown once on a desk by day and once on a phone by night."""


def main() -> None:
    if sys.argv[1:] == ["--settle"]:
        settle()
    elif sys.argv[1:]:
        take(sys.argv[1])
    else:
        with own_home() as link:
            take(link)


@contextmanager
def own_home() -> Iterator[str]:
    """`rapport up` on a home that goes with it, people made up; yields the owner's sign-in link."""
    with tempfile.TemporaryDirectory(prefix="rapport-pictures-") as folder:
        # Root's database runs as an ordinary user, who must be able to enter.
        Path(folder).chmod(0o755)
        ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "RAPPORT_")
        given = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        environment = given | {"RAPPORT_HOME": f"{folder}/home", "RAPPORT_PORT": PORT}
        rapport = subprocess.Popen(
            [sys.executable, "-m", "rapport.cli.main", "up"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            link = _link(rapport)
            subprocess.run([sys.executable, __file__, "--settle"], env=environment, check=True)
            yield link
        finally:
            rapport.send_signal(signal.SIGINT)
            rapport.communicate(timeout=60)


def _link(rapport: "subprocess.Popen[str]") -> str:
    """The link that `rapport up` prints once its pages answer."""
    for line in rapport.stdout or ():
        found = re.search(r"https?://\S+/enter/\S+", line)
        if found:
            return found[0]
    raise SystemExit("`rapport up` ended without printing a sign-in link; what it said stands above.")


def settle() -> None:
    """Bring the made-up community into the home that the environment names."""
    from rapport.cli.session import needs_database

    @needs_database
    def bring() -> None:
        sys.path.insert(0, str(ROOT))
        from tests.console import community

        community.settle(datetime.now(UTC), days=300)

    bring()


def take(link: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cookies = _come_in(browser, link)
        for look in LOOKS:
            _look_around(browser, cookies, link, look)
        browser.close()


def _come_in(browser: Browser, link: str) -> list[dict[str, object]]:
    """Use the link up; the first owner also says who they are."""
    page = browser.new_page()
    page.goto(link)
    for label, value in (("e-mail", "mona@example.org"), ("name", "Mona Okafor")):
        field = page.get_by_label(re.compile(label, re.IGNORECASE))
        if field.count():
            field.first.fill(value)
    password = page.locator("input[type=password]")
    if page.get_by_label(re.compile("e-mail", re.IGNORECASE)).count():
        password.fill("a made-up community needs no secret")
    page.locator("form[method=post] button.primary").click()
    page.wait_for_url(lambda url: "/enter/" not in url)
    return page.context.cookies()


def _look_around(browser: Browser, cookies: list[dict[str, object]], link: str, look: Look) -> None:
    parts = urlsplit(link)
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, reduced_motion="reduce"
    )
    context.add_cookies(cookies)
    page = context.new_page()
    for name, path in ROOMS.items():
        if name in ALL_LOOKS or look.name in ("desktop-light", "phone-dark"):
            answer = page.goto(f"{parts.scheme}://{parts.netloc}{path}")
            if answer is None or not answer.ok:
                raise SystemExit(f"{path} did not open; the server said why above.")
            if name == "member":
                page.locator("main tbody tr").nth(1).locator("a").first.click()
            _keep(page, PICTURES / f"{name}-{look.name}.png")
    context.close()


def _keep(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(ROOT)}  {len(picture) // 1000} kB\n")
    if len(picture) > MOST_BYTES:
        raise SystemExit(f"{file.name} is larger than {MOST_BYTES // 1000} kB; a page's picture should load at once.")


if __name__ == "__main__":
    main()
