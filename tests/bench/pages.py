"""Server time of every page with a million activities.

`python -m tests.bench.pages [ACTIVITIES [MEMBERS]]` prints, for each page, the first request of a fresh process once it
is warm, the first after new data (asked while the new numbers are being loaded), the first after a merge, and median,
95th percentile and maximum of the ones after it, in a home of its own.
"""

import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from tests.prove.database import own_database

if TYPE_CHECKING:
    from django.test import Client

MEMBERS = 10_000
"""Each has two identities."""
TIMES = 20
MOST_MS = 200

PEOPLE = """
INSERT INTO ledger_channel (platform, native_id, name)
    SELECT unnest(ARRAY['discourse', 'github', 'git']), 'main', 'Main';
INSERT INTO ledger_identity (platform, native_id, handle, name, seen_at, email)
    SELECT (ARRAY['discourse', 'github', 'git'])[1 + n %% 3], n::text, 'handle-' || n, 'Name ' || n / 2, now(),
           CASE WHEN n %% 2 = 0 THEN 'p' || n || '@org-' || n %% 301 || '.org' END
    FROM generate_series(0, 2 * %(members)s - 1) AS n;
INSERT INTO people_member (name, side)
    SELECT 'Name ' || n, CASE WHEN n %% 200 = 0 THEN 'bot' WHEN n %% 97 = 0 THEN 'team' ELSE 'community' END
    FROM generate_series(0, %(members)s - 1) AS n;
INSERT INTO people_link (identity_id, member_id)
    SELECT i.id, m.id FROM ledger_identity i JOIN people_member m ON m.name = i.name;
"""

# A few write most of it, as everywhere; each year is busier than the one before.
ACTIVITIES = """
INSERT INTO ledger_activity
    (id, revision, at, month, identity_id, channel_id, kind, deleted, native_id, title, text, url, parent)
    SELECT md5(n::text)::uuid, 1, at, extract(year FROM at) * 100 + extract(month FROM at), i.id, c.id,
           CASE i.platform WHEN 'discourse' THEN (ARRAY[1, 2, 2, 2, 3, 4])[1 + n % 6]
                           WHEN 'github' THEN (ARRAY[14, 15, 16, 16, 21, 22])[1 + n % 6] ELSE 6 END,
           false, 'thing/' || n, 'Title ' || n, repeat('some words ', 1 + n %% 20) || 'topic' || n %% 997,
           'https://example.org/' || n, CASE WHEN n %% 3 = 0 THEN md5((n / 2)::text)::uuid END
    FROM (SELECT n, timestamptz '2015-01-01' + interval '10 years' * sqrt(random()) AS at,
                 floor(%(identities)s * power(random(), 4)) AS who FROM generate_series(1, %(activities)s) AS n) AS done
    JOIN ledger_identity i ON i.native_id = who::text JOIN ledger_channel c ON c.platform = i.platform;
INSERT INTO ledger_telling (id, revision, language, links, mentions, code, asks)
    SELECT a.id, 1, (ARRAY['en', 'en', 'en', 'en', 'en', 'de', 'fr', 'ja', 'und', 'und'])[1 + k %% 10],
           CASE WHEN k %% 5 = 0 THEN ARRAY['https://host-' || k %% 300 || '.example/page/' || k] END,
           CASE WHEN k %% 7 = 0 THEN ARRAY[1 + k * 7919 %% %(identities)s / (1 + k %% 50), 1 + k %% 3] END, k %% 3,
           k %% 4 = 0
    FROM (SELECT id, substr(native_id, 7)::bigint AS k FROM ledger_activity) AS a;
INSERT INTO ledger_month (month, touched) SELECT month, 1 FROM ledger_activity GROUP BY month;
ANALYZE;
""".replace("n % 6", "n %% 6")

SEGMENTS = """
INSERT INTO people_tag (name) VALUES ('Speaker');
INSERT INTO people_tagged (member_id, tag_id) SELECT m.id, t.id FROM people_member m, people_tag t WHERE m.id % 3 = 0;
INSERT INTO people_segment (name, text) VALUES
    ('Regulars', 'contributed at least 5 times since 2024, not in the team'), ('Speakers', 'tagged "Speaker"'),
    ('Gone', 'contributed, silent for 2 years'), ('New', 'first seen since June 2024'),
    ('Germans', 'writes in German on Discourse');
"""

ONE_MORE = """
INSERT INTO ledger_activity (id, revision, at, month, identity_id, channel_id, kind, deleted)
    SELECT gen_random_uuid(), 1, at, month, identity_id, channel_id, kind, false
    FROM ledger_activity ORDER BY month DESC LIMIT 1;
UPDATE ledger_month SET touched = touched + 1 WHERE month = (SELECT max(month) FROM ledger_month);
"""


class Page(NamedTuple):
    name: str
    address: str


PAGES = (
    Page("Today", "/"),
    Page("Measure", "/measure/"),
    Page("Measure, everything", "/measure/?length=all"),
    Page("Active members", "/measure/active_members/"),
    Page("New members, everything, by platform", "/measure/new_members/?length=all&by=platform"),
    Page("Activity, everything, by kind", "/measure/activity/?length=all&by=kind"),
    Page("Activity, 90 days, each day", "/measure/activity/?length=90-days&grain=day"),
    Page("Who answers whom", "/measure/network/"),
    Page("Who answers whom, everything", "/measure/network/?length=all"),
    Page("Topics", "/measure/topics/"),
    Page("Questions that wait", "/measure/unanswered/questions/?length=all"),
    Page("Report of a month", "/measure/report/"),
    Page("Digest of a week", "/measure/digest/"),
    Page("Boards", "/measure/boards/"),
    Page("A board of four numbers", "/measure/boards/1/"),
    Page("What happened", "/measure/annotations/"),
    Page("API: contributions", "/api/measure/contributions"),
    Page("API: a member", "/api/members/1"),
    Page("People", "/people/"),
    Page("People, found by name", "/people/?q=name+77"),
    Page("People active in a month", "/people/?since=2024-05-01&until=2024-05-31"),
    Page("People who write in German", "/people/?language=de"),
    Page(
        "People, twice since June on a platform",
        "/people/?where=contributed+twice+since+June+2024,+on+GitHub,+not+in+the+team",
    ),
    Page(
        "People in a channel, by name, with score",
        '/people/?where=posted+in+"main",+name+contains+"7",+score+at+least+20',
    ),
    Page("People, tagged or silent", '/people/?where=tagged+"Speaker"+or+(silent+for+1+year,+never+asked)'),
    Page("To thank", "/people/thanks/"),
    Page("Writing to the busiest", "/people/1/contact/"),
    Page("Profile of the busiest", "/people/1/"),
    Page("Profile of one of many", "/people/4000/"),
    Page("What they gave", "/people/1/?gift=answer"),
    Page("What they wrote with a word", "/people/1/?word=topic7"),
    Page("What they wrote to somebody", "/people/1/?with=3"),
    Page("What they wrote in a month", "/people/1/?since=2023-05-01&until=2023-05-31"),
    Page("Organisations", "/people/organisations/"),
    Page("One organisation", "/people/organisations/1/"),
    Page("Contributions", "/people/contributions/"),
    Page("Log", "/people/log/"),
    Page("Log: who is called so", "/people/log/?who=name+77"),
    Page("Bots", "/people/bots/"),
    Page("What they wrote in Japanese", "/people/1/?language=ja"),
    Page("What they wrote with a link to a host", "/people/1/?host=host-5.example"),
    Page("What they wrote about somebody", "/people/1/?mentions=7000"),
    Page("Imports", "/collect/"),
    Page("Set aside", "/collect/rejected/"),
    Page("Settings", "/settings"),
)


@contextmanager
def home(activities: int, members: int = MEMBERS) -> Iterator[None]:
    """A home of its own, whose ledger and copy hold so many activities of so many members."""
    with own_database():
        from django.db import connection

        from rapport.ledger import copy

        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, {"members": members})
            cursor.execute(ACTIVITIES, {"identities": 2 * members, "activities": activities})
            cursor.execute(SEGMENTS)
            cursor.execute("ANALYZE")
        copy.rebuild()
        _know()
        yield


def _know() -> None:
    """What the worker finds out after an import, and a board as a team makes one."""
    from rapport.measure.boards import arranging
    from rapport.people.bots import looking as bots
    from rapport.people.organisations import looking as organisations
    from rapport.people.topics import reading

    for find_out in (reading.read, organisations.look, bots.look):
        begun = time.perf_counter()
        found = find_out()
        print(f"{find_out.__module__}: {found:,} in {time.perf_counter() - begun:.1f} s", flush=True)
    board = arranging.make("Every Monday", "", None)
    for name in ("active_members", "activity", "contributions", "time_to_first_response"):
        arranging.add(board, name, "length=12-months", "")


def milliseconds(ask: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    status = ask()
    return (time.perf_counter() - begun) * 1000, status


def signed_in() -> "Client":
    from django.conf import settings
    from django.test import Client

    from rapport.accounts.models import Role, User

    settings.ALLOWED_HOSTS.append("testserver")
    logging.disable()  # a page that is not there yet is told in the table
    browser = Client(raise_request_exception=False)
    owner = User.objects.filter(role=Role.OWNER).first() or User.objects.create_user("o@example.org", role=Role.OWNER)
    browser.force_login(owner)
    return browser


def add_an_activity() -> None:
    """The newest month changes, in the copy too."""
    from django.db import connection

    from rapport.ledger import copy

    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE)
    copy.refresh()


def merge_two(number: int) -> None:
    from rapport.people.merging import merge
    from rapport.people.models import Member

    into, other = Member.objects.filter(side="community", links__isnull=False).distinct().order_by("pk")[number:][:2]
    merge(into, [other], "the bench says so", user=None)


def fresh(address: str) -> None:
    """In a process of its own, as the web server starts it: seconds until it is warm, then the first request."""
    from rapport.cli.web import application

    begun = time.perf_counter()
    application()
    from rapport.people import current

    while not (current._held and current._held[0].verified > 0):
        time.sleep(0.01)
    warm = time.perf_counter() - begun
    browser = signed_in()
    print(warm, milliseconds(lambda: browser.get(address).status_code)[0])


def first_of_a_process(address: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench.pages", "fresh", address]
    warm, first = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()
    return float(warm), float(first)


def measure() -> bool:
    """Print the table; True if every page that is there keeps to the limit."""
    from rapport.people import current

    browser = signed_in()
    browser.get("/measure/")  # imports and the chart engine start once a process
    current.look()
    quick, starts = True, []
    print(f"{'page':<38}{'status':>7}{'fresh':>8}{'data':>8}{'merge':>8}{'p50':>8}{'p95':>8}{'max':>8}   (ms)")
    for number, page in enumerate(PAGES):

        def ask(address: str = page.address) -> int:
            return browser.get(address).status_code

        warm, of_a_process = first_of_a_process(page.address)
        starts.append(warm)
        ask()
        add_an_activity()
        watch = Thread(target=current.look)  # as the web process has it: it loads while the page is asked for
        watch.start()
        of_new_data, status = milliseconds(ask)
        watch.join()
        merge_two(number)
        of_a_merge, _ = milliseconds(ask)
        times = [milliseconds(ask)[0] for _ in range(TIMES)]
        p95 = statistics.quantiles(times, n=20)[-1]
        quick = quick and (status != 200 or max(of_a_process, of_new_data, of_a_merge, p95) <= MOST_MS)
        figures = (of_a_process, of_new_data, of_a_merge, statistics.median(times), p95, max(times))
        print(f"{page.name:<38}{status:>7}" + "".join(f"{figure:>8.0f}" for figure in figures), flush=True)
    print(f"a process is warm {statistics.median(starts):.1f} s after its start")
    return quick


def main() -> int:
    if sys.argv[1:2] == ["fresh"]:
        fresh(sys.argv[2])
        return 0
    sizes = [int(size) for size in sys.argv[1:]]
    with home(*(sizes or [1_000_000])):
        return 0 if measure() else 1


if __name__ == "__main__":
    sys.exit(main())
