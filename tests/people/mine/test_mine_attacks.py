"""My page as an attacker sees it: each test is a way in that stood open once, or one that others left open."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import Message

import pytest
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialApp
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from rapport.accounts.models import Role, User
from rapport.ledger.models import Channel, Identity
from rapport.people.follow import follow
from rapport.people.mine import apps, links
from rapport.people.mine.holdings import holding
from rapport.people.mine.pages import mail
from rapport.people.mine.proof import Proof, address
from rapport.people.mine.visit import COOKIE, PATH
from tests.people import community
from tests.people.mine.conftest import ADDRESS, FORUM
from tests.people.mine.standin import CLIENT, SECRET, Platform, platform
from tests.people.mine.test_mine_oauth import github, go, sent_back, set_up, there  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
Proving = Callable[..., Client]
CHANGES = ("prove/mail/", "correct/", "limit/", "erase/", "leave/", "prove/1/", "prove/link/abc/")
READS = ("", "prove/", "export.json", "erase/", "receipt/", "prove/link/abc/", "prove/failed/")


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()


def test_a_key_that_somebody_who_proved_something_planted_opens_nothing_of_whoever_proves_more(
    proving: Proving, mailbox: list[Message]
) -> None:
    """Eve proves an account of her own and has Ada's browser use her cookie (session fixation)."""
    eve, ada = proving(Proof("discourse", "3", "eve")), Client()
    ada.cookies[COOKIE] = eve.cookies[COOKIE].value
    ada.cookies[COOKIE]["path"] = PATH
    links.send("ada@x.dev")
    found = re.search(r"http://\S+?(/me/prove/link/\S+/)", str(mailbox[-1].get_payload()))
    assert found
    assert ada.post(found[1]).status_code == 302
    assert "ada@x.dev" in ada.get("/me/").content.decode()
    assert eve.get("/me/")["Location"] == "/me/prove/"


def test_an_address_that_a_server_does_not_call_verified_proves_nothing() -> None:
    """Some servers write the word "false", which is true to whoever looks only for something (OpenID Core 5.1)."""
    with platform() as stands:
        app = apps.keep(apps.KINDS["openid_connect"], "Work", CLIENT, SECRET, {"server_url": stands.url})
        stands.redirects = {f"http://testserver/me/back/server/{app.provider_id}/"}
        stands.person = {"sub": "5", "email": "ada@x.dev", "email_verified": "false"}
        client = Client()
        assert go(client, there(client, app)) == "/me/prove/nothing/"
        assert client.get("/me/")["Location"] == "/me/prove/"


def test_what_userinfo_says_counts_only_for_whom_the_token_is_of() -> None:
    """OpenID Core 5.3.2: where `sub` differs, the answer must not be used."""
    with platform() as stands:
        app = apps.keep(apps.KINDS["openid_connect"], "Work", CLIENT, SECRET, {"server_url": stands.url})
        stands.redirects = {f"http://testserver/me/back/server/{app.provider_id}/"}
        stands.person = {"sub": "5", "email": "ada@x.dev", "email_verified": True}
        stands.subject = "6"
        client = Client()
        assert go(client, there(client, app)) == "/me/prove/nothing/"


def test_a_login_that_somebody_had_before_is_no_proof(github: Platform) -> None:  # noqa: F811
    """Logins of GitHub are given away again, and accounts from before 2017 have an address made of the login alone
    (docs.github.com, "Email addresses reference")."""
    seen = datetime(2016, 1, 1, tzinfo=UTC)
    old = "ada-l@users.noreply.github.com"
    Identity.objects.create(platform="git", native_id=f"Ada <{old}>", name="Ada", email=old, seen_at=seen)
    Identity.objects.create(platform="github", native_id="5", handle="ada-l", name="Ada", seen_at=seen)
    follow()
    github.addresses = [{"email": old, "primary": True, "verified": True, "visibility": None}]
    client, app = Client(), set_up()
    assert go(client, there(client, app)) == "/me/"
    page = client.get("/me/").content.decode()
    assert old not in page
    assert "Nothing is held" in page


def test_what_is_held_of_an_address_that_only_looks_alike_is_not_shown() -> None:
    seen = datetime(2016, 1, 1, tzinfo=UTC)
    alike = "\u212aate@x.dev"
    Identity.objects.create(platform="git", native_id=f"K <{alike}>", name="K", email=alike, seen_at=seen)
    assert holding([address("kate@x.dev")]).identities == []


def test_the_address_of_a_list_proves_nothing(mailbox: list[Message]) -> None:
    """What is mailed to a list stands in its public archive, the link too; so does a code that another site sends."""
    Channel.objects.create(platform="email", native_id="dev.lists.x.dev", name="dev")
    Identity.objects.create(
        platform="git", native_id="D <dev@lists.x.dev>", name="D", email="Dev@lists.x.dev", seen_at=datetime.now(UTC)
    )
    assert not links.send("dev@lists.x.dev")
    assert mailbox == []
    assert holding([address("dev@lists.x.dev")]).identities == []


def test_how_long_the_answer_takes_does_not_tell_whether_an_address_is_held(settings: Settings) -> None:
    with a_slow_mail_server() as port:
        settings.EMAIL_URL = "smtp://127.0.0.1"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        begun = time.monotonic()
        Client().post("/me/prove/mail/", {"address": "ada@x.dev"})
        assert time.monotonic() - begun < SLOW / 2
        mail.outgoing.submit(int).result(4 * SLOW)


SLOW = 2.0


@contextmanager
def a_slow_mail_server() -> Iterator[int]:
    """It takes its time before it greets, and then hangs up."""

    def serve() -> None:
        with listening.accept()[0]:
            time.sleep(SLOW)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(2 * SLOW)


def test_a_limit_holds_however_many_others_come() -> None:
    """The cache lets go of entries at random when there are more than it may hold: 300, unless told otherwise."""
    request = RequestFactory().post("/me/prove/")
    for _ in range(3):
        assert ratelimit.consume(request, action="proof-mail", key="ada@x.dev")
    for number in range(600):
        cache.set(f"other-{number:04}", 1, 3_600)
    assert not ratelimit.consume(request, action="proof-mail", key="ada@x.dev")


ODD = [{}, {"id": None}, {"id": {}}, {"id": "x" * 400}, [], [7], "ada", 7, None]


def test_an_answer_of_another_shape_is_no_proof_and_no_error(github: Platform) -> None:  # noqa: F811
    github.addresses = []
    client, app = Client(), set_up()
    for answer in ODD:
        github.person = answer  # type: ignore[assignment]
        assert go(client, there(client, app)) in ("/me/prove/failed/", "/me/prove/nothing/"), answer
        assert client.get("/me/")["Location"] == "/me/prove/"


def test_a_server_leads_nobody_to_an_address_that_is_no_web_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with platform() as stands:
        app = apps.keep(apps.KINDS["openid_connect"], "Work", CLIENT, SECRET, {"server_url": stands.url})
        told = stands.discovery() | {"authorization_endpoint": "javascript:alert(1)//"}
        monkeypatch.setattr(stands, "discovery", lambda: told)
        assert Client().post(f"/me/prove/{app.pk}/")["Location"] == "/me/prove/failed/"


def test_a_code_is_worth_nothing_without_what_only_the_visit_knows(github: Platform) -> None:  # noqa: F811
    """PKCE (RFC 7636): whoever reads a code on its way cannot put it into a visit of their own."""
    mine, theirs, app = Client(), Client(), set_up()
    stolen = re.sub(r"state=[^&]+", "", sent_back(there(mine, app))).partition("code=")[2].partition("&")[0]
    state = sent_back(there(theirs, app)).partition("state=")[2].partition("&")[0]
    assert theirs.get(f"/me/back/github/?code={stolen}&state={state}")["Location"] == "/me/prove/failed/"


def test_nobody_is_led_elsewhere_by_an_address_of_ours(github: Platform) -> None:  # noqa: F811
    client, app = Client(), set_up()
    page = client.post(f"/me/prove/{app.pk}/?next=https://evil.example/", {"next": "https://evil.example/"})
    found = re.search(r'url=([^"]+)"', page.content.decode())
    assert found
    assert "evil" not in found[1]
    assert go(client, found[1].replace("&amp;", "&") + "&next=https://evil.example/") == "/me/"


def test_nothing_is_changed_by_a_form_of_another_site(proving: Proving) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = proving(ADDRESS, FORUM).cookies
    for path in CHANGES:
        assert client.post(f"/me/{path}", {"word": "erase", "limit": "1"}).status_code == 403, path
    assert Identity.objects.filter(email="ada@x.dev", limited=None, erased=False).count() == 2


def test_no_page_is_kept_by_a_browser_or_shown_in_a_frame(proving: Proving) -> None:
    client = proving(ADDRESS)
    for path in READS:
        answer = client.get(f"/me/{path}")
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", ")), path
        assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("DENY", "same-origin")
        policy = answer["Content-Security-Policy"]
        assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; ")), policy
        assert "unsafe" not in policy


def test_who_takes_everything_along_again_and_again_is_slowed_down(proving: Proving) -> None:
    """Each reads the whole ledger, and is a reading page, which most limits leave free."""
    client = proving(ADDRESS)
    answers = [client.get("/me/export.json") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_a_server_whose_numbers_are_nobodys_is_not_set_up(client: Client) -> None:
    """Without its host a number would be that of whoever has it at another forum."""
    client.force_login(User.objects.create_user("mona@example.org", role=Role.OWNER))
    asked = {
        "kind": "openid_connect",
        "name": "Forum",
        "client_id": "c",
        "secret": "s",
        "server_url": "https://id.x.dev",
    }
    for more in (
        {"platform": "discourse"},
        {"platform": "address", "place": "x"},
        {"platform": "mattermost", "place": "x"},
    ):
        assert client.post("/people/proofs/", asked | more).status_code == 200
        assert not SocialApp.objects.exists()
    client.post("/people/proofs/", asked | {"platform": "discourse", "place": "https://Forum.X.dev/"})
    assert SocialApp.objects.get().settings["place"] == "forum.x.dev"
    slack = {"kind": "slack", "name": "Slack", "client_id": "c", "secret": "s"}
    client.post("/people/proofs/", slack)
    assert SocialApp.objects.count() == 1
    for _ in range(2):
        client.post("/people/proofs/", slack | {"team": "T1"})
    assert SocialApp.objects.count() == 2
