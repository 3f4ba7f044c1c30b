"""Sign in at a server of the Fediverse that a visitor names: proves the account there, and leads nowhere else."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from rapport.accounts.models import Secret
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people import current
from rapport.people.follow import follow
from rapport.people.mine import apps
from rapport.people.mine.mastodon import outside
from rapport.people.mine.mastodon.hosts import host_of
from rapport.people.mine.mastodon.outside import NoAnswer, ask, is_public, public_address
from rapport.people.tasks import drop_links
from rapport.platforms.mastodon.who import identity_at
from rapport.platforms.mastodon.who import instance as place_of
from rapport.words.activity import Activity
from rapport.words.records import Record
from tests.people.mine.instance import Instance, instance

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "http://testserver"


@pytest.fixture
def social(settings: Settings) -> Iterator[Instance]:
    cache.clear()
    settings.PUBLIC_URL = HOME
    with instance() as stands:
        settings.NEAR_SERVERS = {stands.host: stands.url}
        apps.keep(apps.KINDS["mastodon"], "Mastodon", "", "", {})
        yield stands


def settle(host: str, at: datetime) -> None:
    who = identity_at(f"https://{host}/@ada")
    other = identity_at("https://else.example/@ada")
    assert who
    assert other
    acts = [
        Activity("mastodon", f"https://{each.native_id}/1", "post", at, each, place_of("x.dev"), 1, text="hello")
        for each in (who, other)
    ]
    with transaction.atomic():
        Appender().append([Record(f"line {place}", [act]) for place, act in enumerate(acts)])
    follow()
    copy.refresh()


def there(client: Client, written: str) -> str:
    answer = client.post("/me/prove/mastodon/", {"server": written})
    assert answer.status_code == 200, answer.get("Location") or answer.content
    return str(answer.context["address"])


def go(client: Client, address: str) -> str:
    back = requests.get(address, allow_redirects=False, timeout=10).headers["Location"]
    return str(client.get(back.removeprefix(HOME))["Location"])


def test_an_account_is_proved_and_the_token_given_back(social: Instance) -> None:
    settle(social.host, datetime(2020, 1, 1, tzinfo=UTC))
    client = Client()
    assert go(client, there(client, f"@Ada@{social.host}")) == "/me/"
    page = client.get("/me/").content.decode()
    assert f"Ada@{social.host}" in page
    assert "else.example" not in page
    assert len(social.revoked) == 1
    assert client.get("/people/")["Location"].startswith("/accounts/login/")


def test_a_server_from_before_4_3_is_asked_as_it_knows(social: Instance) -> None:
    social.modern, social.scopes = False, ["read", "read:accounts"]
    client = Client()
    assert go(client, there(client, social.host)) == "/me/"


def test_a_server_is_told_of_this_home_once_a_day(social: Instance) -> None:
    for _ in range(2):
        client = Client()
        assert go(client, there(client, social.host)) == "/me/"
    assert social.asked.count("/api/v1/apps") == 1
    [kept] = Secret.objects.all()
    assert next(iter(social.applications.values()))["client_secret"].encode() not in bytes(kept.sealed)
    Secret.objects.update(changed_at=timezone.now() - timedelta(hours=21))
    drop_links(0)
    assert not Secret.objects.exists()
    there(Client(), social.host)
    assert social.asked.count("/api/v1/apps") == 2


def test_a_name_that_somebody_else_had_before_is_no_proof(social: Instance) -> None:
    """Not every server keeps a name for good. What is older than the account is somebody else's."""
    settle(social.host, datetime(2016, 11, 23, 23, 59, tzinfo=UTC))
    client = Client()
    assert go(client, there(client, social.host)) == "/me/"
    assert "Nothing is held" in client.get("/me/").content.decode()


def test_while_the_copy_cannot_tell_how_old_it_is_nothing_is_opened(
    social: Instance, settings: Settings, tmp_path: Path
) -> None:
    settle(social.host, datetime(2020, 1, 1, tzinfo=UTC))
    client = Client()
    go(client, there(client, social.host))
    settings.COPY = tmp_path / "none"
    current._held.clear()
    assert "Nothing is held" in client.get("/me/").content.decode()


def test_a_key_that_is_gone_costs_a_new_registration(social: Instance, settings: Settings, tmp_path: Path) -> None:
    there(Client(), social.host)
    settings.KEY_FILE = tmp_path / "others.keys"
    client = Client()
    assert go(client, there(client, social.host)) == "/me/"
    assert social.asked.count("/api/v1/apps") == 2


def test_a_server_speaks_for_nobody_of_another(social: Instance) -> None:
    social.person = {"username": "ada", "acct": "ada@else.example"}
    client = Client()
    assert go(client, there(client, social.host)) == "/me/prove/nothing/"
    social.person = {"username": "ada", "acct": "ada", "uri": "https://else.example/users/ada"}
    assert go(client, there(client, social.host)) == "/me/prove/nothing/"
    social.person = {"username": "ada", "acct": "ada", "uri": "http://["}
    assert go(client, there(client, social.host)) == "/me/prove/nothing/"
    assert client.get("/me/")["Location"] == "/me/prove/"


def test_a_way_back_is_good_once_and_for_who_went(social: Instance) -> None:
    client, other = Client(), Client()
    back = requests.get(there(client, social.host), allow_redirects=False, timeout=10).headers["Location"]
    back = back.removeprefix(HOME)
    assert other.get(back)["Location"] == "/me/prove/failed/"
    assert client.get(back)["Location"] == "/me/"
    assert client.get(back)["Location"] == "/me/prove/failed/"
    there(client, social.host)
    assert client.get("/me/back/mastodon/?code=x&state=y")["Location"] == "/me/prove/failed/"
    assert other.get("/me/")["Location"] == "/me/prove/"


def test_who_turns_back_proves_nothing(social: Instance) -> None:
    social.refuses = True
    client = Client()
    assert go(client, there(client, social.host)) == "/me/prove/cancelled/"


def test_only_where_the_owner_wants_it_and_not_without_end(social: Instance, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"proof-server": "2/m/key"}
    client = Client()
    for _ in range(2):
        there(client, social.host)
    assert client.post("/me/prove/mastodon/", {"server": social.host})["Location"] == "/me/prove/failed/"
    [app] = apps.configured()
    assert client.post(f"/me/prove/{app.pk}/").status_code == 404
    apps.drop(app)
    assert client.post("/me/prove/mastodon/", {"server": social.host}).status_code == 404
    assert "example.social" not in client.get("/me/prove/").content.decode()


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1",
        "localhost",
        "http://[::1]/",
        "2130706433",
        "0x7f.1",
        "example.social:8080",
        "a b.dev",
        "x",
        "@",
        "http://[",
    ],
)
def test_what_names_no_server_of_the_internet_is_not_called(written: str) -> None:
    assert host_of(written) == ""


def test_a_server_is_named_in_many_ways() -> None:
    written = ("ada@Example.social", "@ada@example.social", "https://example.social/@ada", " example.social. ")
    assert {host_of(each) for each in written} == {"example.social"}
    assert host_of("b\u00fccher.example") == "xn--bcher-kva.example"


PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",  # noqa: S104  # nothing is bound to it
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
]


def test_only_addresses_of_the_public_internet_are_called() -> None:
    assert [address for address in PRIVATE if is_public(address)] == []
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_name_that_leads_to_one_address_within_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_up(host: str, port: int, **about: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    addresses = ["93.184.215.14", "127.0.0.1"]
    with pytest.raises(NoAnswer):
        public_address("evil.example")
    with pytest.raises(NoAnswer):
        ask("evil.example", "GET", "/")
    addresses = ["93.184.215.14"]
    assert public_address("good.example") == "93.184.215.14"


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time (DNS rebinding) is not asked a second time."""
    called = []

    def call(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **about: [(2, 1, 6, "", (next(answers), port))])
    monkeypatch.setattr(socket, "create_connection", call)
    with pytest.raises(NoAnswer):
        ask("evil.example", "GET", "/")
    assert called == [("93.184.215.14", 443)]


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWERS = {
    "leads on": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    "too much": HEAD + b"\r\n{" + b'"a":1,' * 100_000 + b'"b":1}',
    "no object": HEAD + b"\r\n[1]",
    "no JSON": HEAD + b"\r\n<html>",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_none_is_not_waited_for_or_followed(settings: Settings, said: bytes) -> None:
    with answering(settings, lambda line: line.sendall(said)) as host, pytest.raises(NoAnswer):
        ask(host, "GET", "/")


def test_a_server_that_drips_is_cut_off(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte after byte, each in time: neither the head nor the body may go on for ever."""
    monkeypatch.setattr(outside, "SECONDS", 1.0)

    def drip(line: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000:
            line.sendall(bytes([byte]))
            time.sleep(0.05)

    with answering(settings, drip) as host:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            ask(host, "GET", "/")
        assert time.monotonic() - began < 4


@contextmanager
def answering(settings: Settings, answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The host of a server that answers one call so."""

    def serve() -> None:
        line, _ = listening.accept()
        with line:
            try:
                line.recv(4_096)
                answer(line)
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        settings.NEAR_SERVERS = {host: f"http://{host}"}
        threading.Thread(target=serve, daemon=True).start()
        yield host
