"""What a sign-in proves is the very identity that our reader of the same platform writes into the ledger.

What is told of an account is cut down from the platforms' own descriptions, through allauth's own reading of it; what
is in the ledger comes out of our readers.
"""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from django.test import RequestFactory

from rapport.people.mine.proof import Proof, address, is_address, mastodon, proofs_of, says_so
from rapport.platforms.discord import who as discord
from rapport.platforms.discord.wire import User as DiscordUser
from rapport.platforms.discourse.people import identity_of as discourse_account
from rapport.platforms.github import who as github
from rapport.platforms.mastodon.who import identity_at, owner_from
from rapport.platforms.reddit.thing import account as reddit_account
from rapport.platforms.slack import who as slack
from rapport.platforms.slack.wire import User as SlackUser
from rapport.platforms.stackexchange.who import account_of as stack_account
from rapport.platforms.x.owner import identity as x_account
from rapport.words.identity import Identity

# docs.github.com/rest/users/users, "Get the authenticated user"
GITHUB = {
    "login": "Ada-L",
    "id": 77,
    "node_id": "MDQ6VXNlcjc3",
    "type": "User",
    "name": "Ada",
    "email": "ada@claimed.dev",
}
# docs.discord.com/developers/resources/user, "User object"; ids are strings
DISCORD = {
    "id": "80351110224678912",
    "username": "ada",
    "discriminator": "0",
    "global_name": "Ada L.",
    "verified": True,
    "email": "ada@x.dev",
}
# docs.slack.dev/reference/methods/openid.connect.userInfo
SLACK = {
    "ok": True,
    "sub": "U0R7JM",
    "https://slack.com/user_id": "U0R7JM",
    "https://slack.com/team_id": "T0R7GR",
    "email": "ada@x.dev",
    "email_verified": True,
    "name": "Ada L.",
}
# docs.x.com/x-api/users/user-lookup-me
X = {"id": "2244994945", "name": "Ada", "username": "AdaL"}
# reddit.com/dev/api, GET /api/v1/me: an account (t2)
REDDIT = {"id": "c3v7f8u", "name": "Ada_L", "has_verified_email": True, "created_utc": 1562284800.0}
# api.stackexchange.com/docs/types/user: user_id is the site's, account_id the network's
STACK = {
    "account_id": 98765,
    "user_id": 1101,
    "display_name": "Ada",
    "link": "https://stackoverflow.com/users/1101/ada",
}
# openid.net/specs/openid-connect-core-1_0, 5.3.2
OIDC = {"userinfo": {"sub": "5", "preferred_username": "ada", "email": "ada@x.dev", "email_verified": True}}
# docs.gitlab.com/api/users, "Get the current user"; the ledger knows no accounts of GitLab
GITLAB = {"id": 5, "username": "ada", "email": "ada@x.dev", "confirmed_at": "2012-05-23T09:05:22Z"}
# developers.google.com/identity/openid-connect, "An ID token's payload"
GOOGLE = {"sub": "110169484474386276334", "email": "ada@x.dev", "email_verified": True}
TEAM, FORUM = {"team": "T0R7GR"}, {"platform": "discourse", "place": "talk.dev", "server_url": "https://id.talk.dev"}

ACCOUNTS: list[tuple[str, dict[str, Any], dict[str, str], Identity | None]] = [
    ("github", GITHUB, {}, github.identity_of(github.Account(id=77, login="Old-Login"))),
    ("discord", DISCORD, {}, discord.identity_of(DiscordUser(id="80351110224678912", name="former"))),
    ("slack", SLACK, TEAM, slack.identity_of(SlackUser(id="U0R7JM", name="former"))),
    ("twitter_oauth2", X, {}, x_account(2244994945, "former")),
    ("reddit", REDDIT, {}, reddit_account("ADA_l")),
    ("stackexchange", STACK, {}, stack_account(1101, "stackoverflow.com")),
    ("openid_connect", OIDC, FORUM, discourse_account({"username": "former"}, "talk.dev", 5)),
]
CHECKED = [("discord", DISCORD), ("slack", SLACK), ("openid_connect", OIDC), ("google", GOOGLE)]


def test_a_name_counts_from_the_day_on_which_its_account_was_made() -> None:
    assert [proof.since for proof in signed_in("reddit", REDDIT, {})] == ["2019-07-05"]
    assert [proof.since for proof in signed_in("github", GITHUB, {})] == [""]


def signed_in(provider: str, told: dict[str, Any], chosen: dict[str, str]) -> list[Proof]:
    """What comes of an answer: its id and addresses as allauth finds them in it."""
    app = SocialApp(provider=provider, client_id="c", settings=chosen)
    reads = registry.get_class(provider)(RequestFactory().get("/"), app)
    addresses = [each.email for each in reads.extract_email_addresses(told) if says_so(each.verified)]
    return proofs_of(provider, reads.extract_uid(told), told, addresses, chosen)


@pytest.mark.parametrize(("provider", "told", "chosen", "held"), ACCOUNTS, ids=[one[0] for one in ACCOUNTS])
def test_an_account_is_called_as_our_reader_calls_it(
    provider: str, told: dict[str, Any], chosen: dict[str, str], held: Identity | None
) -> None:
    assert held
    accounts = [proof for proof in signed_in(provider, told, chosen) if proof.platform != "address"]
    assert [(proof.platform, proof.native_id) for proof in accounts] == [(held.platform, held.native_id)]


@pytest.mark.parametrize(("provider", "told"), CHECKED, ids=[one[0] for one in CHECKED])
def test_only_an_address_that_was_checked_proves(provider: str, told: dict[str, Any]) -> None:
    chosen = TEAM if provider == "slack" else {}
    assert address("ada@x.dev") in signed_in(provider, told, chosen)
    unchecked = {
        key: False
        if key in ("verified", "email_verified")
        else dict(value, email_verified=False)
        if key == "userinfo"
        else value
        for key, value in told.items()
    }
    assert not [proof for proof in signed_in(provider, unchecked, chosen) if proof.platform == "address"]


def test_what_somebody_writes_into_a_profile_is_no_address_of_theirs() -> None:
    """GitHub's `email` is what they chose to show; the list of addresses says which it verified."""
    listed = GITHUB | {"emails": [{"email": "ada@x.dev", "primary": True, "verified": True}]}
    assert address("ada@claimed.dev") not in signed_in("github", listed, {})
    assert address("ada@x.dev") in signed_in("github", listed, {})


@pytest.mark.parametrize(("provider", "told"), [("gitlab", GITLAB), ("google", GOOGLE)], ids=["gitlab", "google"])
def test_of_a_platform_that_the_ledger_does_not_hold_no_account_is_proved(provider: str, told: dict[str, Any]) -> None:
    assert [proof for proof in signed_in(provider, told, {}) if proof.platform != "address"] == []


OTHERS: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    ("github", "ada", GITHUB, {}),
    ("github", "None", {}, {}),
    ("discord", "name:ada", DISCORD, {}),
    ("slack", "x", SLACK | {"https://slack.com/user_id": "bot:ada"}, TEAM),
    ("twitter_oauth2", "0", X, {}),
    ("reddit", "x", {"name": "[deleted]"}, {}),
    ("reddit", "x", {"name": None}, {}),
    ("stackexchange", "98765", {"account_id": 98765}, {}),
    ("stackexchange", "98765", {"account_id": 98765, "user_id": -1}, {}),
    ("openid_connect", "ada", {"userinfo": {"sub": "ada"}}, FORUM),
    ("openid_connect", "\u0665", {"userinfo": {"sub": "\u0665"}}, FORUM),
    ("openid_connect", "u/ada", {"userinfo": {"sub": "u/ada"}}, FORUM),
    ("openid_connect", "5", OIDC, {"platform": "discourse"}),
    ("openid_connect", "5", OIDC, {"platform": "address", "place": "x"}),
    ("openid_connect", "5", OIDC, {"platform": "mattermost", "place": "chat.dev"}),
    ("openid_connect", "5", {"userinfo": {"sub": "5"}, "id_token": {"sub": "6"}}, FORUM),
    ("openid_connect", "5", {}, FORUM),
]


@pytest.mark.parametrize(("provider", "uid", "told", "chosen"), OTHERS, ids=lambda one: str(one)[:24])
def test_what_is_no_number_of_an_account_proves_none(
    provider: str, uid: str, told: dict[str, Any], chosen: dict[str, str]
) -> None:
    assert proofs_of(provider, uid, told, [], chosen) == []


@pytest.mark.parametrize("chosen", [{"team": "T1"}, {}], ids=["another", "none named"])
def test_a_member_of_another_workspace_is_somebody_else(chosen: dict[str, str]) -> None:
    """Ids of Slack are unique in a workspace, and anybody may own a workspace and say whose addresses its members have
    (docs.slack.dev, "Sign in with Slack")."""
    assert signed_in("slack", SLACK, chosen) == []


LOOK_ALIKE = ["ada@\u212ax.dev", "\u0251da@x.dev", "ada@x.dev\u0000", "", "ada", "@", "a b@x.dev", "a@b@x.dev", "ada@"]
UNREAD = [
    "ada@users.noreply.github.com",
    "5+ada@users.noreply.github.com",
    "5-ada@noreply.gitlab.com",
    "a@no-reply.x.dev",
]


@pytest.mark.parametrize("written", LOOK_ALIKE + UNREAD)
def test_an_address_that_looks_like_anothers_or_that_nobody_reads_is_no_proof(written: str) -> None:
    """U+212A is a plain k in lower case (CVE-2019-19844)."""
    assert not is_address(written)
    assert proofs_of("google", "1", {}, [written], {}) == []


@pytest.mark.parametrize("said", [False, None, 0, 1, "false", "False", "no", "0", "", [], ["x"], {"a": 1}])
def test_only_yes_is_yes(said: object) -> None:
    assert not says_so(said)
    assert says_so(True)
    assert says_so("True")


# docs.joinmastodon.org/entities/Account
MASTODON = {
    "id": "23634",
    "username": "Ada",
    "acct": "Ada",
    "url": "https://example.social/@Ada",
    "created_at": "2016-11-24T00:00:00.000Z",
}


def test_an_account_of_mastodon_is_called_as_our_reader_calls_it() -> None:
    proof = mastodon("example.social", MASTODON)
    actor = {"type": "Person", "id": "https://example.social/users/Ada", "preferredUsername": "Ada"}
    assert proof
    assert proof.since == "2016-11-24"
    for held in (owner_from(actor).who, identity_at("@ada@example.social"), identity_at("https://example.social/@Ada")):
        assert held
        assert (proof.platform, proof.native_id) == (held.platform, held.native_id)


@pytest.mark.parametrize(
    "lie",
    [
        {"acct": "ada@mastodon.social"},
        {"username": "ada@mastodon.social", "acct": "ada@mastodon.social"},
        {"username": "ada@mastodon.social@", "acct": "ada@mastodon.social@"},
        {"username": "", "acct": ""},
        {"username": None},
        {"username": ["ada"]},
        {"username": "ad\u0430", "acct": "ad\u0430"},
        {"username": "a/../b", "acct": "a/../b"},
    ],
    ids=str,
)
def test_a_server_speaks_for_its_own_accounts_alone(lie: dict[str, object]) -> None:
    assert mastodon("evil.example", MASTODON | lie) is None
