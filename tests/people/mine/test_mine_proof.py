"""What a sign-in proves, by what each platform tells of an account. The answers are cut down from the platforms' own
descriptions."""

import pytest

from rapport.people.mine.proof import Proof, address, proofs_of

TOLD = [
    ("github", "77", {"id": 77, "login": "Ada"}, {}, Proof("github", "77", "Ada")),
    ("discord", "8031", {"id": "8031", "username": "ada"}, {}, Proof("discord", "8031", "ada")),
    (
        "slack",
        "T1_U7",
        {"https://slack.com/user_id": "U7", "https://slack.com/team_id": "T1", "name": "Ada"},
        {},
        Proof("slack", "U7", "Ada"),
    ),
    ("twitter_oauth2", "12", {"id": "12", "username": "ada"}, {}, Proof("x", "12", "ada")),
    ("reddit", "Ada_L", {"name": "Ada_L", "id": "x1"}, {}, Proof("reddit", "ada_l", "Ada_L")),
    (
        "stackexchange",
        "99",
        {"user_id": 5, "account_id": 99, "display_name": "Ada"},
        {},
        Proof("stackexchange", "stackoverflow.com/5", "Ada"),
    ),
    (
        "openid_connect",
        "5",
        {"userinfo": {"sub": "5", "preferred_username": "ada"}},
        {"platform": "discourse", "place": "talk.dev"},
        Proof("discourse", "talk.dev/5", "ada"),
    ),
    ("openid_connect", "5", {"id_token": {"sub": "5"}}, {"platform": "mattermost"}, Proof("mattermost", "5", "5")),
]


@pytest.mark.parametrize(("provider", "uid", "told", "chosen", "proof"), TOLD, ids=lambda one: str(one)[:20])
def test_the_account_is_proved_as_the_ledger_knows_it(
    provider: str, uid: str, told: dict[str, object], chosen: dict[str, str], proof: Proof
) -> None:
    assert proofs_of(provider, uid, told, [], chosen) == [proof]


@pytest.mark.parametrize("provider", ["gitlab", "google", "openid_connect", "slack", "reddit", "stackexchange"])
def test_of_an_account_that_nothing_here_can_mean_only_checked_addresses_prove(provider: str) -> None:
    assert proofs_of(provider, "1", {}, [], {}) == []
    assert proofs_of(provider, "1", {}, ["Ada@X.dev"], {}) == [address("ada@x.dev")]
