"""What is put together without asking, what is asked, and what somebody said that stands against it."""

import pytest

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.deciding import Decided, Standing, decide, how_likely
from rapport.people.matching.pictures import digests_of

NAMES = "Ida Noddack, Ben Tucker, Cleo Marsh, Dan Ortiz, Eva Lindt, Finn Oakes, Gus Poole, Hana Mori"
STRANGERS = [alias(f"s{n}", name, login=f"user{n}x", platform="github") for n, name in enumerate(NAMES.split(", "))]
ADA = alias("1", "Ada Zolotar", login="adazolo", platform="discourse")
ADA_TOO = alias("2", "Ada Zolotar", "adazolo@mail.example")
ADA_THIRD = alias("3", "Ada Zolotar", "adazolo@work.example")
GIVEN_NAME_ONLY = alias("4", "Zolotar", "x123@mail.example")


def decided(*aliases: Alias, members: list[int] | None = None, **standing: object) -> Decided:
    everybody = [*aliases, *STRANGERS]
    numbers = members or list(range(1, len(aliases) + 1))
    return decide(everybody, Standing(numbers + list(range(100, 100 + len(STRANGERS))), **standing))  # type: ignore[arg-type]


def joined(found: Decided) -> set[tuple[int, int]]:
    return {(join.into, join.other) for join in found.joins}


def test_who_is_surely_one_is_put_together_with_the_evidence() -> None:
    found = decided(ADA, ADA_TOO)
    assert joined(found) == {(1, 2)}
    assert any("adazolo" in words for words in found.joins[0].evidence)
    assert found.maybe == []


def test_a_chain_comes_to_one_member() -> None:
    found = decided(ADA, ADA_TOO, ADA_THIRD)
    assert {join.other for join in found.joins} == {2, 3}
    assert found.joins[-1].into == 1


def test_two_of_one_member_are_not_told_of() -> None:
    assert decided(ADA, ADA_TOO, members=[1, 1]) == Decided([], [])


def test_who_is_kept_apart_is_neither_joined_nor_asked() -> None:
    assert decided(ADA, ADA_TOO, apart=[(2, 1)]) == Decided([], [])


def test_what_keeps_two_apart_holds_for_whom_they_are_put_together_with() -> None:
    found = decided(ADA, ADA_TOO, ADA_THIRD, apart=[(1, 3)])
    assert len(found.joins) == 1
    assert {1, 3} not in [{join.into, join.other} for join in found.joins]
    assert found.maybe == []


def test_a_bot_is_never_put_together_with_a_person() -> None:
    assert decided(ADA, ADA_TOO, bots={1}) == Decided([], [])
    assert joined(decided(ADA, ADA_TOO, bots={1, 2})) == {(1, 2)}


def test_whom_somebody_named_stays() -> None:
    assert joined(decided(ADA, ADA_TOO, by_hand={2})) == {(2, 1)}


def test_of_two_whom_somebody_named_a_person_is_asked() -> None:
    found = decided(ADA, ADA_TOO, by_hand={1, 2})
    assert found.joins == []
    assert [(maybe.one, maybe.other) for maybe in found.maybe] == [(0, 1)]


def test_members_whose_names_are_of_two_people_stay_apart() -> None:
    """Member 1 has a handle in common with 2, and a name that is somebody else's."""
    named = alias("5", "Boris Quint", "boris@quint.example")
    nameless = alias("6", "", login="zolotaradax", platform="github")
    other = alias("7", "Ada Zolotar", "zolotaradax@mail.example")
    assert joined(decided(nameless, other)) == {(1, 2)}
    assert decided(named, nameless, other, members=[1, 1, 2]).joins == []


def test_the_likely_are_asked_once_with_all_that_speaks_for_it() -> None:
    """Member 2 has two accounts: one has the name in common with member 1, the other the handle."""
    weak = alias("8", "Quillon", login="blueotter", platform="discord")
    named = alias("9", "Quillon Meyer", "x17@mail.example")
    called = alias("10", "Q. Meyer", "quillon@work.example")
    found = decided(weak, named, called, members=[1, 2, 2])
    assert found.joins == []
    [asked] = found.maybe
    assert {"the same handle, “quillon”", "the same given name"} <= set(asked.evidence)


def test_chances_are_told_in_words() -> None:
    assert how_likely(0) == "about 50 of 100 such pairs are one person"
    assert how_likely(20) == "more than 99 of 100 such pairs are one person"


def test_of_a_link_to_the_others_account_a_person_is_asked_unless_the_name_says_it_too() -> None:
    """Who links there may be its owner, a friend or an employee."""
    theirs = alias("11", "", login="quistz", platform="github")
    nameless = alias("12", "zed", login="zed", platform="discourse", url="https://github.com/quistz")
    found = decided(theirs, nameless)
    assert (found.joins, found.maybe[0].evidence) == ([], ("a link to the other's account",))
    named = alias("13", "Zelda Quist", login="zed", platform="discourse", url="https://github.com/quistz")
    assert joined(decided(alias("11", "Zelda Quist", login="quistz", platform="github"), named)) == {(1, 2)}


def test_colleagues_who_name_one_page_are_nobodys_double() -> None:
    url = "https://engines.example"
    people = [
        alias(f"e{n}", name, login=f"{n}q{n}", platform="x", url=url) for n, name in enumerate(["Mo", "Jo", "Al"])
    ]
    assert decided(*people).joins == []


def test_of_a_second_handle_on_one_platform_a_person_is_asked() -> None:
    found = decided(*(alias(each, login=each, platform="discourse") for each in ("deskhero", "deskhero2")))
    assert (found.joins, len(found.maybe)) == ([], 1)


def test_among_few_a_name_alone_or_a_word_as_a_handle_puts_nobody_together() -> None:
    """Ten accounts do not show that John Smith, or `ninja`, is popular."""
    names = [alias("14", "John Smith", "q7xk@one.example"), alias("15", "John Smith", login="zork9", platform="github")]
    handles = [alias("16", "", login="ninja", platform="discord"), alias("17", "", login="ninja", platform="github")]
    for pair in (names, handles):
        found = decided(*pair)
        assert (found.joins, len(found.maybe)) == ([], 1)


def test_who_once_wrote_from_anothers_address_is_not_drawn_after_it() -> None:
    """Boris uses Ada's machine once: the name says sooner whose that commit is, and a person is asked."""
    ada, borrowed = alias("18", "Ada Zolotar", "ada@zolotar.example"), alias("19", "Boris Quint", "ada@zolotar.example")
    boris = alias("20", "Boris Quint", "borisquint@quint.example")
    found = decided(ada, borrowed, boris)
    assert found.joins == []
    assert [(each.one, each.other) for each in found.maybe] == [(1, 2), (0, 1)]


def test_who_gives_no_name_at_an_address_of_two_people_joins_neither() -> None:
    names = ("Ada Zolotar", "Boris Quint", "adab", "Zolotar, Ada")
    found = decided(*(alias(name, name, "us@zolotar.example") for name in names))
    assert joined(found) == {(1, 4)}
    assert len(found.maybe) == 3


def test_what_a_list_or_a_workflow_writes_in_peoples_names_makes_them_nobodys_double() -> None:
    for address in ("engines@x.dev", "41898282+github-actions[bot]@users.noreply.github.com"):
        via = " via engines" if address.startswith("engines") else ""
        people = [alias(str(n), f"{name}{via}", address) for n, name in enumerate(("Ada Zolotar", "Boris Quint"))]
        assert decided(*people).joins == []


@pytest.mark.parametrize("digest", ["0" * 32, *sorted(digests_of(""))])
def test_the_picture_of_who_has_none_joins_nobody(digest: str) -> None:
    url = f"https://www.gravatar.com/avatar/{digest}?d=identicon"
    people = [alias(name, name, login=name.lower(), platform="discourse", avatar=url) for name in ("Quill", "Brandt")]
    assert decided(*people) == Decided([], [])


def test_one_picture_of_two_people_is_their_teams() -> None:
    url = f"https://www.gravatar.com/avatar/{min(digests_of('crew@engines.example'))}"
    people = [alias(name, name, avatar=url) for name in ("Ada Zolotar", "Boris Quint")]
    assert decided(*people).joins == []
    assert joined(decided(people[0], alias("z", "A. Zolotar", avatar=url))) == {(1, 2)}


def test_a_login_that_github_gave_to_somebody_else_names_neither() -> None:
    """Ada was 11+zork, and gave the login up; then it was Boris's."""
    names = (("11+zork", "Ada Zolotar"), ("22+zork", "Boris Quint"), ("zork", "Ada Zolotar"))
    ada, boris, before = (alias(at, name, f"{at}@users.noreply.github.com") for at, name in names)
    assert 2 not in {place for join in decided(ada, boris, before).joins for place in (join.into, join.other)}
    assert joined(decided(ada, before)) == {(1, 2)}


def test_githubs_number_says_which_account_a_login_is() -> None:
    """Account 77 is `zorkadon` now; 78 was it before, and gave it up. 77 was `oldzork` once."""
    now = alias("21", "", login="zorkadon", platform="github", native_id="77")
    before = alias("22", "Boris Quint", "78+zorkadon@users.noreply.github.com")
    renamed = alias("23", "Zelda", "77+oldzork@users.noreply.github.com")
    found = decided(now, before, renamed)
    assert joined(found) == {(1, 3)}
    assert found.joins[0].evidence == ("an address that GitHub made for the other's account",)
    assert joined(decided(now, alias("24", "Zelda", "zorkadon@users.noreply.github.com"))) == {(1, 2)}


@pytest.mark.parametrize("login", ["198982749+copilot", "65916846+actions-user", "29139614+renovate[bot]", "web-flow"])
def test_what_githubs_programs_commit_in_peoples_names_makes_them_nobodys_double(login: str) -> None:
    people = [alias(name, name, f"{login}@users.noreply.github.com") for name in ("zork", "boris")]
    people += [alias(name, name, url=f"https://github.com/{login.partition('+')[2]}") for name in ("Mo", "Jo")]
    assert decided(*people) == Decided([], [])


def test_on_one_platform_handles_that_differ_by_signs_are_asked_about() -> None:
    found = decided(*(alias(each, login=each, platform="discord") for each in ("zorkadon#1234", "zorkadon#9876")))
    assert found.joins == []


def test_the_ghost_of_github_is_nobody() -> None:
    people = [alias(name, name, "ghost@users.noreply.github.com") for name in ("Ada Zolotar", "Boris Quint")]
    assert decided(*people) == Decided([], [])
