"""Server time of every page with a million activities.

`python -m tests.bench.pages [ACTIVITIES]` prints, for each page, the first request after the numbers changed and
the median and 95th percentile of the ones after it, in a home of its own.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.prove.database import own_database

IDENTITIES = 20_000
TIMES = 20
MOST_MS = 200

PEOPLE = f"""
INSERT INTO ledger_channel (platform, native_id, name)
    SELECT unnest(ARRAY['discourse', 'github', 'git']), 'main', 'Main';
INSERT INTO ledger_identity (platform, native_id, handle, name, seen_at)
    SELECT (ARRAY['discourse', 'github', 'git'])[1 + n % 3], n::text, 'handle-' || n, 'Name ' || n / 2, now()
    FROM generate_series(0, {IDENTITIES - 1}) AS n;
INSERT INTO people_member (name, side)
    SELECT 'Name ' || n, CASE WHEN n % 200 = 0 THEN 'bot' WHEN n % 97 = 0 THEN 'team' ELSE 'community' END
    FROM generate_series(0, {IDENTITIES // 2 - 1}) AS n;
INSERT INTO people_link (identity_id, member_id)
    SELECT i.id, m.id FROM ledger_identity i JOIN people_member m ON m.name = i.name;
"""

# A few write most of it, as everywhere; each year is busier than the one before.
ACTIVITIES = """
INSERT INTO ledger_activity
    (id, revision, at, month, identity_id, channel_id, kind, deleted, native_id, title, text, url)
    SELECT md5(n::text)::uuid, 1, at, extract(year FROM at) * 100 + extract(month FROM at), i.id, c.id,
           CASE i.platform WHEN 'discourse' THEN (ARRAY[1, 2, 2, 2, 3, 4])[1 + n % 6]
                           WHEN 'github' THEN (ARRAY[14, 15, 16, 16, 21, 22])[1 + n % 6] ELSE 6 END,
           false, 'thing/' || n, 'Title ' || n, repeat('some words ', 1 + n %% 20), 'https://example.org/' || n
    FROM (SELECT n, timestamptz '2015-01-01' + interval '10 years' * sqrt(random()) AS at,
                 floor(%(identities)s * power(random(), 4)) AS who FROM generate_series(1, %(activities)s) AS n) AS done
    JOIN ledger_identity i ON i.native_id = who::text JOIN ledger_channel c ON c.platform = i.platform;
INSERT INTO ledger_month (month, touched) SELECT month, 1 FROM ledger_activity GROUP BY month;
ANALYZE;
""".replace("n % 6", "n %% 6")


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
    Page("API: contributions", "/api/measure/contributions"),
    Page("API: a member", "/api/members/1"),
    Page("People", "/people/"),
    Page("People, found by name", "/people/?q=name+77"),
    Page("People active in a month", "/people/?since=2024-05-01&until=2024-05-31"),
    Page("Profile of the busiest", "/people/1/"),
    Page("Imports", "/collect/"),
    Page("Set aside", "/collect/rejected/"),
    Page("Settings", "/settings"),
)


@contextmanager
def home(activities: int) -> Iterator[None]:
    """A home of its own, whose ledger and copy hold so many activities."""
    with own_database():
        from django.db import connection

        from rapport.ledger import copy

        with connection.cursor() as cursor:
            cursor.execute(PEOPLE)
            cursor.execute(ACTIVITIES, {"identities": IDENTITIES, "activities": activities})
            cursor.execute("ANALYZE")
        copy.rebuild()
        yield


def forget() -> None:
    """As after a change of the numbers: what is kept in the process no longer holds."""
    from rapport.measure import current
    from rapport.people import careers

    current._held.clear()
    careers._held.clear()


def milliseconds(ask: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    status = ask()
    return (time.perf_counter() - begun) * 1000, status


def measure() -> bool:
    """Print the table; True if every page that is there keeps to the limit."""
    from django.conf import settings
    from django.test import Client

    from rapport.accounts.models import Role, User

    settings.ALLOWED_HOSTS.append("testserver")
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.create_user("owner@example.org", role=Role.OWNER))
    logging.disable()  # a page that is not there yet is told in the table
    quick = True
    print(f"{'page':<40}{'status':>7}{'first':>9}{'p50':>9}{'p95':>9}   (ms)")
    browser.get("/measure/")  # imports and the chart engine start once a process
    for page in PAGES:

        def ask(address: str = page.address) -> int:
            return browser.get(address).status_code

        forget()
        first, status = milliseconds(ask)
        times = [milliseconds(ask)[0] for _ in range(TIMES)]
        p95 = statistics.quantiles(times, n=20)[-1]
        quick = quick and (status != 200 or p95 <= MOST_MS)
        print(f"{page.name:<40}{status:>7}{first:>9.0f}{statistics.median(times):>9.0f}{p95:>9.0f}")
    return quick


def main() -> int:
    with home(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):
        return 0 if measure() else 1


if __name__ == "__main__":
    sys.exit(main())
