"""How many of a platform's events a home takes: `python -m tests.bench.hooks [EVENTS_A_SECOND] [SECONDS]`.

`rapport up` runs as it does for people, with all its processes; who sends runs on the same two cores. Each event has
its moment, and the time of its answer is counted from that moment: where the server lags behind, that shows. At the end
all of them are in the ledger once, or this says so and fails.
"""

import hmac
import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tests.prove.house import House

SENDERS = 8
REPOSITORY = {"id": 4_001, "full_name": "pond/reeds"}


def connected() -> tuple[int, str, str]:
    """A connection that reads nothing by itself: its number, its hook, its secret."""
    from rapport.accounts import connections as kept
    from rapport.collect.connections.connecting import connect
    from rapport.words.live import Found, Place

    found = Found("ana", "1", [Place(str(REPOSITORY["id"]), str(REPOSITORY["full_name"]))])
    made = connect("github", {"token": "none"}, found, None, None)
    made.streams.update(due_at=datetime.now(UTC) + timedelta(days=1))
    return made.pk, made.hook, kept.secret(made, kept.HOOK)


def event(number: int) -> bytes:
    """A comment, of the size that they usually have."""
    at = f"{datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number):%Y-%m-%dT%H:%M:%SZ}"
    who = {"id": 100 + number % 500, "login": f"person-{number % 500}", "type": "User"}
    issue = {"number": 1 + number % 50, "title": "The reeds do not bend", "user": who, "created_at": at,
             "updated_at": at, "body": "How do I bend them? " * 20, "state": "open", "comments": number,
             "html_url": f"https://github.com/pond/reeds/issues/{1 + number % 50}"}  # fmt: skip
    comment = {"id": 10_000 + number, "user": who, "body": "With wind. " * 40, "created_at": at, "updated_at": at,
               "html_url": f"https://github.com/pond/reeds/issues/1#issuecomment-{10_000 + number}"}  # fmt: skip
    told = {"action": "created", "issue": issue, "comment": comment, "repository": REPOSITORY, "sender": who}
    return json.dumps(told | {"padding": "x" * 6_000}).encode()


Signed = tuple[bytes, str]
"""An event and its signature."""


class Sender(threading.Thread):
    """Sends every so manieth event at its moment, over one connection."""

    def __init__(self, host: str, there: str, sent: list[Signed], place: int, *, begun: float, rate: float) -> None:
        super().__init__()
        self._host, self._there, self._sent = host, there, sent
        self._place, self._begun, self._rate = place, begun, rate
        self.took: list[float] = []
        self.failed = 0

    def run(self) -> None:
        server = http.client.HTTPConnection(self._host, timeout=30)
        for number in range(self._place, len(self._sent), SENDERS):
            body, signature = self._sent[number]
            moment = self._begun + number / self._rate
            time.sleep(max(moment - time.perf_counter(), 0))
            headers = {
                "Content-Type": "application/json", "X-GitHub-Event": "issue_comment",
                "X-GitHub-Delivery": str(number), "X-Hub-Signature-256": signature,
            }  # fmt: skip
            server.request("POST", self._there, body, headers)
            answer = server.getresponse()
            answer.read()
            self.failed += answer.status != 204
            self.took.append((time.perf_counter() - moment) * 1_000)


def main(rate: float = 500, seconds: float = 60) -> int:
    with tempfile.TemporaryDirectory(prefix="rapport-hooks-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # root's database runs as an ordinary user, who has to pass it
        house = House(Path(folder) / "home")
        house.start()
        try:
            os.environ |= {"RAPPORT_HOME": str(house.home), "DATABASE_URL": house.url()}
            os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.settings"
            import django

            django.setup()
            return measured(house, rate, int(rate * seconds))
        finally:
            house.interrupt()
            house.clear()


def measured(house: House, rate: float, many: int) -> int:
    from rapport.collect.models import Event
    from rapport.ledger.models import Activity

    number, hook, secret = connected()
    bodies = [event(each) for each in range(many)]
    sent = [(body, f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}") for body in bodies]
    host, there = f"127.0.0.1:{house.port}", f"/hooks/github/{hook}"
    begun = time.perf_counter() + 1
    senders = [Sender(host, there, sent, place, begun=begun, rate=rate) for place in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    over = time.perf_counter() - begun
    took = sorted(one for sender in senders for one in sender.took)
    while Event.objects.filter(connection=number, read_at=None).exists():
        time.sleep(0.5)
    read = time.perf_counter() - begun
    comments = Activity.objects.filter(url__contains="#issuecomment-").count()
    p99 = took[int(len(took) * 0.99)]
    print(f"{many:,} events, {many / over:.0f} a second for {over:.0f} s; {sum(s.failed for s in senders)} refused")
    print(f"answered in {statistics.median(took):.1f} ms at the median, {p99:.1f} at p99, {took[-1]:.0f} at most")
    print(f"all read {read - over:.1f} s after the last; {comments:,} comments in the ledger, {many:,} sent")
    return 0 if comments == many else 1


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
