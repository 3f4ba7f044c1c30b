"""Plain proof joins, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.people.matching.proof import Known, best_name, is_bot, is_placeholder, people, shared_addresses, side_of


def git(id_: int, name: str, email: str) -> Known:
    return Known(id_, "git", f"{name} <{email}>", None, name, email)


def github(id_: int, account: int, login: str) -> Known:
    return Known(id_, "github", str(account), login)


def groups(*identities: Known) -> set[frozenset[int]]:
    return {frozenset(each.id for each in person.identities) for person in people(identities)}


def test_the_same_address_joins() -> None:
    assert groups(git(1, "Ada", "ada@x.dev"), git(2, "A. Lovelace", "ADA@x.dev"), git(3, "Bob", "bob@x.dev")) == {
        frozenset({1, 2}),
        frozenset({3}),
    }


def test_githubs_noreply_address_names_the_account() -> None:
    ada = github(1, 77, "ada")
    assert groups(ada, git(2, "Ada", "77+ada@users.noreply.github.com")) == {frozenset({1, 2})}
    assert groups(ada, git(2, "Ada", "77+old-login@users.noreply.github.com")) == {frozenset({1, 2})}
    assert groups(ada, git(2, "Ada", "78+ada@users.noreply.github.com")) == {frozenset({1}), frozenset({2})}


def test_an_old_noreply_address_joins_while_one_account_has_had_the_login() -> None:
    old = git(3, "Ada", "ada@users.noreply.github.com")
    assert groups(github(1, 77, "Ada"), old) == {frozenset({1, 3})}
    assert groups(github(1, 77, "ada"), github(2, 78, "ada"), old) == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_the_same_name_alone_joins_nobody() -> None:
    assert groups(git(1, "Ada Lovelace", "a@x.dev"), git(2, "Ada Lovelace", "b@x.dev")) == {
        frozenset({1}),
        frozenset({2}),
    }


@pytest.mark.parametrize(
    "address",
    [
        "devnull@localhost",
        "me",
        "root@host",
        "you@example.com",
        "x@build.(none)",
        "info@firm.org",
        "no-reply@x.dev",
        "@",
        "family@byron.org",
        "your-email@gmail.com",
        "test123@x.dev",
        "tucorreo@ejemplo.com",
        "engines@googlegroups.com",
        "engines-dev@lists.example.org",
        "a@b.c",
        "x@10.0.0.1",
        "41898282+github-actions[bot]@users.noreply.github.com",
    ],
)
def test_a_placeholder_joins_nobody(address: str) -> None:
    assert is_placeholder(address)
    assert len(groups(git(1, "Ada", address), git(2, "Bob", address))) == 2


@pytest.mark.parametrize("address", ["123456@qq.com", "ada@list.ru", "a.user@x.dev", "dev.byron@x.dev", "ada@ml.x.edu"])
def test_what_looks_like_a_placeholder_and_is_somebodys(address: str) -> None:
    assert not is_placeholder(address)


def test_the_address_of_a_list_joins_nobody() -> None:
    """Lists write in the names of those who write there (Mailman, "DMARC mitigations")."""
    crew = [git(1, "Ada Byron via engines", "engines@x.dev"), git(2, "Bob Quint via engines", "engines@x.dev")]
    assert len(groups(*crew)) == 2


def test_what_workflows_commit_in_peoples_names_joins_nobody() -> None:
    address = "41898282+github-actions[bot]@users.noreply.github.com"
    assert len(groups(git(1, "Ada", address), git(2, "Bob", address))) == 2


def test_an_address_of_three_unlike_people_is_shared() -> None:
    crew = [git(1, "Ada", "all@x.dev"), git(2, "Bob", "all@x.dev"), git(3, "Cyn", "all@x.dev")]
    assert shared_addresses(crew) == {"all@x.dev"}
    assert len(groups(*crew)) == 3


def test_of_an_address_of_two_people_only_the_same_name_is_proof() -> None:
    crew = [
        git(1, "Ada Lovelace", "us@x.dev"),
        git(2, "Boris Quint", "us@x.dev"),
        git(3, "Lovelace, Ada", "us@x.dev"),
        Known(4, "discourse", "7", "adal", None, "us@x.dev"),
    ]
    assert groups(*crew) == {frozenset({1, 3}), frozenset({2}), frozenset({4})}


@pytest.mark.parametrize(
    "name", ["Ada Byron", "Augusta Lovelace", "Adele B.", "adab", "A Byron", "山田花子", "Ádám Kvist"]
)
def test_names_that_may_be_of_one_person_contest_no_address(name: str) -> None:
    assert len(groups(git(1, "Ada Lovelace", "us@x.dev"), git(2, name, "us@x.dev"))) == 1


def test_spellings_of_one_name_are_not_three_people() -> None:
    spellings = ["Ada", "Ada Lovelace", "ada-lovelace", "A. Lovelace", "adal"]
    assert len(groups(*(git(n, name, "ada@x.dev") for n, name in enumerate(spellings)))) == 1


def test_a_bot_is_never_joined_with_a_person() -> None:
    person, bot = git(1, "Ada", "ada@x.dev"), git(2, "ada[bot]", "ada@x.dev")
    assert groups(person, bot) == {frozenset({1}), frozenset({2})}
    app = Known(3, "github", "49", "helper[bot]", bot=True)
    assert groups(app, git(4, "helper[bot]", "49+helper[bot]@users.noreply.github.com")) == {frozenset({3, 4})}


@pytest.mark.parametrize("name", ["dependabot[bot]", "renovate-bot", "release bot", "travis", "web-flow"])
def test_bots_by_their_name(name: str) -> None:
    assert is_bot(Known(1, "github", "1", name))


@pytest.mark.parametrize("name", ["abbott", "botond", "Robot Fan", "bottle", "Talbot"])
def test_people_whose_names_sound_like_bots(name: str) -> None:
    assert not is_bot(Known(1, "github", "1", name))


def test_what_the_platform_says_of_bots_wins() -> None:
    assert not is_bot(Known(1, "github", "1", "release-bot", bot=False))


def test_sides() -> None:
    assert side_of([Known(1, "f", "1"), Known(2, "f", "2", staff=True)]) == "team"
    assert side_of([Known(1, "f", "1", bot=True), Known(2, "f", "2", staff=True)]) == "bot"
    assert side_of([Known(1, "f", "1")]) == "community"


def test_the_best_name_is_a_full_one_and_never_an_address() -> None:
    assert best_name([Known(1, "f", "1", "ada", "ada@x.dev"), git(2, "Ada Lovelace", "a@x")]) == "Ada Lovelace"
    assert best_name([Known(1, "f", "1", "ada", "ada@x.dev")]) == "ada"
    assert best_name([Known(1, "f", "1")]) == "unnamed"


@given(
    st.lists(
        st.builds(
            lambda name, email: (name, email),
            st.sampled_from(["ab", "cd", "ef", "gh"]),
            st.sampled_from(["a@x.dev", "b@x.dev", "me"]),
        ),
        max_size=8,
    )
)
def test_every_identity_is_in_one_group_and_says_why(given: list[tuple[str, str]]) -> None:
    known = [git(n, name, email) for n, (name, email) in enumerate(given)]
    found = people(known)
    assert sorted(each.id for person in found for each in person.identities) == list(range(len(known)))
    for person in found:
        assert set(person.evidence) == {each.id for each in person.identities[1:]}
