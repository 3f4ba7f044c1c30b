"""Pages of a running home while ten activities a second arrive: how long they take, and how old their numbers are."""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.prove.house import House

SECONDS = int(os.environ.get("BENCH_SECONDS", "180"))
PAUSE = float(os.environ.get("BENCH_PAUSE", "0"))
"""Seconds from one request of a page to the next; 0 asks without a pause, which is more than any team does."""
A_SECOND = 10
MOST_MS, OLDEST_SECONDS = 300, 60
AGE_EVERY_SECONDS = 2
"""The API answers one person no more often than it lets anybody."""


def signed_in() -> str:
    """The cookie of somebody who may see everything."""
    from django.conf import settings
    from django.test import Client

    from rapport.accounts.models import Role, User

    browser = Client()
    owner = User.objects.filter(role=Role.OWNER).first() or User.objects.create_user("o@example.org", role=Role.OWNER)
    browser.force_login(owner)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def arrive() -> None:
    """Append ten activities a second, each by itself, until ended."""
    from django.db import transaction

    from rapport.ledger.append import Appender
    from rapport.words.activity import Activity, revision_of
    from rapport.words.identity import Channel, Identity
    from rapport.words.records import Record

    appender, began, number = Appender(), time.monotonic(), 0
    channel = Channel("discord", "0", "Channel 0")
    while True:
        now = datetime.now(UTC)
        who = Identity("discord", str(number * 35 % 5000))
        native = f"new/{now.timestamp()}"
        text = "Does anybody know why this fails?" if number % 5 == 0 else "It works here."
        said = Activity("discord", native, "message", now, who, channel, revision_of(now), text=text)
        with transaction.atomic():
            appender.append([Record(native, [said])])
        number += 1
        time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))


@contextmanager
def arriving(house: House) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.numbers", "arrive"]
    writer = subprocess.Popen(command, env={**house.environment, "DATABASE_URL": ""})
    try:
        yield
        assert writer.poll() is None, "the writer died"
    finally:
        writer.terminate()
        writer.wait(30)


def addresses(browser: "Browser") -> list[str]:
    names = [metric["name"] for metric in json.loads(browser.get("/api/measure")[1])]
    return ["/", "/measure/", "/measure/?length=all", *(f"/measure/{name}/?length=12-months" for name in names)]


class Browser:
    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie

    def get(self, address: str) -> tuple[float, bytes]:
        """Milliseconds, and what came. A status that is not 200 is an error."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)
        began = time.perf_counter()
        line.request("GET", address, headers={"Cookie": self._cookie})
        answer = line.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        line.close()
        assert answer.status == 200, f"{address}: {answer.status}"
        return took, body


def pages(home: Path, cookie: str) -> None:
    house = House(home)
    began = time.monotonic()
    house.start()
    print(f"\nrapport up answers after {time.monotonic() - began:.1f} s", flush=True)
    try:
        browser = Browser(house.port, cookie)
        asked = addresses(browser)
        took: dict[str, list[float]] = {address: [browser.get(address)[0]] for address in asked}
        ages = []
        with arriving(house):
            began = looked = time.monotonic()
            number = 0
            while time.monotonic() - began < SECONDS:
                for address in asked:
                    time.sleep(max(0.0, began + number * PAUSE - time.monotonic()))
                    number += 1
                    took[address].append(browser.get(address)[0])
                    if time.monotonic() - looked > AGE_EVERY_SECONDS:
                        looked = time.monotonic()
                        ages.append(_age(browser))
        show(took, ages)
        web = house.child("web")
        grown = sum(each.memory_info().rss for each in [web, *web.children(recursive=True)]) >> 20
        print(f"The web process holds {grown:,} MB; the machine's load is {psutil.getloadavg()[0]:.1f}.")
        house.interrupt()
    finally:
        house.clear()


def _age(browser: Browser) -> float:
    """How many seconds ago the numbers were complete."""
    told = json.loads(browser.get("/api/measure/activity?since=2025-01-01&until=2025-01-31")[1])
    as_of = datetime.fromisoformat(told["as_of"])
    return (datetime.now(UTC) - as_of).total_seconds()


def show(took: dict[str, list[float]], ages: list[float]) -> None:
    asked = f"a page each {PAUSE:g} s" if PAUSE else "pages without a pause"
    print(f"\nms while {A_SECOND} activities a second arrive, {asked}, {SECONDS} s      first    p50    p95    max")
    for address, times in took.items():
        first, then = times[0], sorted(times[1:])
        over = "" if then[-1] <= MOST_MS else f"  over {MOST_MS}: {sum(t > MOST_MS for t in then)} of {len(then)}"
        p95 = then[min(len(then) - 1, int(len(then) * 0.95))]
        print(f"{address:52} {first:7.0f} {statistics.median(then):6.0f} {p95:6.0f} {then[-1]:6.0f}{over}")
    every = sorted(one for times in took.values() for one in times[1:])
    over = sum(one > MOST_MS for one in every)
    print(f"all {len(every)}: p50 {statistics.median(every):.0f}, {over} over {MOST_MS} ms, {every[-1]:.0f} at most")
    print(
        f"as of: {statistics.median(ages):.0f} s ago in the middle, {max(ages):.0f} s at most ({OLDEST_SECONDS} wanted)"
    )
