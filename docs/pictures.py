"""Takes the pictures of README and docs from a running product, in a real browser.

    python docs/pictures.py          starts a home of its own with a made-up community, and removes it afterwards
    python docs/pictures.py LINK     looks at a home that runs already; LINK is a one-time sign-in link to it

The pictures in the repository show made-up people, and of real archives (where they lie beside the checkout) pages that
name nobody: make them without a LINK.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
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
    "queue": "/people/same/",
    "thanks": "/people/thanks/",
    "collect": "/collect/",
    "import": "/collect/imports/3/",
    "settings": "/settings",
    "kit": "/console/kit",
}
OF_MANY = {
    "measure": "/measure/?length=12-months",
    "metric": "/measure/time_to_first_response/?length=12-months",
    "report": "/measure/report/?told=1",
    "network": "/measure/network/",
    "topics": "/measure/topics/",
}
"""Pages that a handful of people do not fill: shown of the simulated community."""
BOARD = ("active_members/", "time_to_first_response/", "helpers/", "contributions/?by=kind")
PEOPLE = "600"
"""Of the simulated community: its pictures should not take longer than the others."""
SHARED = ROOT.parent / "shared" / "data"
REAL = {
    "forum": (("discourse/urho3d/raw-topics-json.tar.gz",), "/measure/active_members/"),
    "issues": (("github-issues/secp256k1-before-2023.tar.gz",), "/measure/time_to_first_response/"),
    "lists": (
        ("mailing-list/r-announce.tar.gz", "mailing-list/r-package-devel-2015-2019.tar.gz"),
        "/measure/retention_90_days/",
    ),
}
"""Real archives, each in a home of its own, and a page of their numbers on which nobody is named."""
MINE = "mine"
"""The page that somebody sees who proved that they are Grace Hopper."""
ALL_LOOKS = ("today",)
"""The other rooms are shown once on a desk by day and once on a phone by night."""


def main() -> None:
    if sys.argv[1:] == ["--settle"]:
        settle()
    elif sys.argv[1:]:
        take(sys.argv[1])
    else:
        with own_home() as (link, environment, folder):
            settled = subprocess.run(
                [sys.executable, __file__, "--settle"], env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            _import(folder, environment)
            take(link, settled.stdout.strip().splitlines()[-1])
        with own_home("demo", "--people", PEOPLE) as (link, environment, _):
            _rapport(environment, "measure", "topics", "--read")
            take_of_many(link)
        for name, (files, path) in REAL.items() if SHARED.is_dir() else ():
            with own_home("import", *(str(SHARED / file) for file in files)) as (link, _, _):
                take_of_real(link, name, path)


def _rapport(environment: dict[str, str], *arguments: str, folder: Path | None = None) -> None:
    command = [sys.executable, "-m", "rapport.cli.main", *arguments]
    subprocess.run(command, env=environment, cwd=folder, check=True, stdout=sys.stderr)


@contextmanager
def own_home(*first: str) -> Iterator[tuple[str, dict[str, str], Path]]:
    """`rapport up` on a home that goes with it, after the command `first` if there is one.

    Yields the owner's sign-in link, the environment in which commands find the home, and a folder to write into.
    """
    with tempfile.TemporaryDirectory(prefix="rapport-pictures-") as folder:
        # Root's database runs as an ordinary user, who must be able to enter.
        Path(folder).chmod(0o755)
        ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "RAPPORT_")
        given = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        environment = given | {"RAPPORT_HOME": f"{folder}/home", "RAPPORT_PORT": PORT}
        if first:
            _rapport(environment, *first)
        rapport = subprocess.Popen(
            [sys.executable, "-m", "rapport.cli.main", "up"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            yield _link(rapport), environment, Path(folder)
        finally:
            rapport.send_signal(signal.SIGINT)
            rapport.communicate(timeout=60)


def _import(folder: Path, environment: dict[str, str]) -> None:
    """A table of commits as `git log` writes it, by people who are there, who may be, and new ones."""
    authors = (
        ("Grace Hopper", "grace_hopper@example.org"),
        ("Hedy Lamarr", "hedy@home.example"),
        ("K. Spärck Jones", "ksj@cam.example"),
        ("Shafi Goldwasser", "shafi@mit.example"),
        ("Adele Goldberg", "adele@parc.example"),
    )
    lines = ["sha\tdate\tauthor_name\tauthor_email\tsubject"]
    for number in range(300):
        (name, address), day = authors[number % len(authors)], datetime.now(UTC) - timedelta(days=300 - number)
        lines.append(f"{10**6 + number:040x}\t{day.isoformat()}\t{name}\t{address}\tFaster queue, step {number + 1}")
    (folder / "commits.tsv").write_text("\n".join(lines) + "\n")
    # What matching does not ask about itself goes from the queue when the worker's own job ends.
    for arguments in (["import", "commits.tsv"], ["people", "propose"]):
        _rapport(environment, *arguments, folder=folder)


def _link(rapport: "subprocess.Popen[str]") -> str:
    """The link that `rapport up` prints once its pages answer."""
    for line in rapport.stdout or ():
        found = re.search(r"https?://\S+/enter/\S+", line)
        if found:
            return found[0]
    raise SystemExit("`rapport up` ended without printing a sign-in link; what it said stands above.")


def settle() -> None:
    """Bring the made-up community into the home that the environment names; prints the path of a link to my page."""
    from rapport.cli.session import needs_database

    @needs_database
    def bring() -> None:
        sys.path.insert(0, str(ROOT))
        from tests.console import community

        community.settle(datetime.now(UTC), days=300)
        _lived_with()
        sys.stdout.write(f"{_proof()}\n")

    bring()


def _lived_with() -> None:
    """What a team writes down of somebody."""
    from django.utils import timezone

    from rapport.people.models import Member
    from rapport.people.notes.writing import note, tag, task
    from rapport.people.organisations.saying import affiliate, named
    from rapport.people.topics.reading import read

    read()
    today = timezone.now().date()
    grace = Member.objects.get(name="Grace Hopper")
    note(grace, "Prefers mail. Would give a talk on compilers in spring.", None)
    tag([grace], "speaker", None)
    task(grace, "I will send you the slides", None, due=today + timedelta(days=3), promise=True)
    affiliate(grace, named("Eckert–Mauchly"), today - timedelta(days=400), None, "her own words", None)


def _proof() -> str:
    """As `mine.links.send` mails it, to an address at which nobody reads mail."""
    from django.urls import reverse
    from django.utils import timezone

    from rapport.accounts.links import hash_of, new_token
    from rapport.people.models import ProofLink

    token = new_token()
    until = timezone.now() + timedelta(minutes=30)
    ProofLink.objects.create(token_hash=hash_of(token), address="grace_hopper@example.org", expires_at=until)
    return reverse("mine:open", args=[token])


def take(link: str, proof: str = "") -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cookies = _come_in(browser, link)
        for look in LOOKS:
            _look_around(browser, cookies, link, look)
        if proof:
            _look_at_oneself(browser, link, proof)
        browser.close()


def take_of_many(link: str) -> None:
    """Of the simulated community, on a desk by day; a board is put together as a person would."""
    parts = urlsplit(link)
    base = f"{parts.scheme}://{parts.netloc}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        look = LOOKS[0]
        context = browser.new_context(viewport={"width": look.width, "height": look.height}, reduced_motion="reduce")
        context.add_cookies(_come_in(browser, link))
        page = context.new_page()
        page.goto(f"{base}/measure/boards/")
        page.get_by_label("Name", exact=True).fill("Every Monday")
        page.get_by_label("What it is for").fill("Who is here, who helps, and how long one waits.")
        page.get_by_role("button", name="Make the board").click()
        board = page.url.removeprefix(base)
        for number in BOARD:
            page.goto(f"{base}/measure/{number}")
            page.get_by_text("Add to a board").click()
            page.get_by_role("button", name="Add", exact=True).click()
        for name, path in (OF_MANY | {"board": board}).items():
            page.goto(f"{base}{path}")
            _keep(page, PICTURES / f"{name}-{look.name}.png")
        browser.close()


def take_of_real(link: str, name: str, path: str) -> None:
    """On a desk by day, from the page's head to below its chart."""
    parts = urlsplit(link)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
        context.add_cookies(_come_in(browser, link))
        page = context.new_page()
        page.goto(f"{parts.scheme}://{parts.netloc}{path}")
        while page.get_by_text("Texts are still being read").count():
            page.wait_for_timeout(2000)
            page.reload()
        _keep(page, PICTURES / f"real-{name}-desktop-light.png")
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
                page.get_by_role("rowheader", name="Grace Hopper").get_by_role("link").click()
            _keep(page, PICTURES / f"{name}-{look.name}.png")
    context.close()


def _look_at_oneself(browser: Browser, link: str, proof: str) -> None:
    """My page, as who proved an address sees it: signed in nowhere. One proof opens both looks."""
    parts = urlsplit(link)
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{parts.scheme}://{parts.netloc}{proof}")
    page.get_by_role("button", name="Show me").click()
    for look in LOOKS:
        if look.name in ("desktop-light", "phone-dark"):
            page.set_viewport_size({"width": look.width, "height": look.height})
            page.emulate_media(color_scheme=look.scheme)
            page.reload()
            _keep(page, PICTURES / f"{MINE}-{look.name}.png")
    page.close()


def _keep(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    picture = page.screenshot(path=file)
    sys.stdout.write(f"{file.relative_to(ROOT)}  {len(picture) // 1000} kB\n")
    if len(picture) > MOST_BYTES:
        raise SystemExit(f"{file.name} is larger than {MOST_BYTES // 1000} kB; a page's picture should load at once.")


if __name__ == "__main__":
    main()
