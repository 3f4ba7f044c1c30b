"""Who is put together, who is not, and why."""

import random
from collections.abc import Callable
from hashlib import md5, sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.clusters import clusters

STRANGERS = [
    alias(f"s{number}", f"{given_name} {family}", f"{given_name}.{family}{number}@host{number % 40}.example")
    for number, (given_name, family) in enumerate(
        (given_name, family)
        for given_name in ("Ada", "Alan", "Barbara", "Donald", "Edsger", "Frances", "Grace", "Ken", "Niklaus", "Radia")
        for family in ("Allen", "Hopper", "Knuth", "Liskov", "Perlman", "Ritchie", "Turing", "Wirth")
    )
]
"""Eighty people, so that there are common names."""


def together(*found: Alias) -> bool:
    """Whether these are one person among the strangers."""
    placed = clusters([*STRANGERS, *found])[len(STRANGERS) :]
    return len({place.person for place in placed}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zelda Quist", "zq@a.example"), ("someone", "ZQ@a.example")),
        (("Zelda Quist", "zelda@a.example"), ("Zelda Quist", "z@b.example")),
        (("Zelda Quist", "zelda@a.example"), ("Quist, Zelda", "z@b.example")),
        (("Zelda Quist", "zelda@a.example"), ("zquist", "zquist@b.example")),
        (("Zelda Quist", "zelda@a.example"), ("Zelda M. Quist", "z@b.example")),
        (("Zelda Quist", "zquist@a.example"), ("Zelda Qiust", "zquist@b.example")),
        (("Thomas Quist", "tquist@a.example"), ("Tom Quist", "tquist@b.example")),
        (("Zelda", "zeldaq77@a.example"), ("zeldaq77", "x@b.example")),
        (("Želda Kvíst", "a@a.example"), ("Zelda Kvist", "b@b.example")),
        (("Zelda", "hello@zquist.example"), ("Zelda Quist", "zelda@b.example")),
        (("Zelda Quist", "otternrk@users.noreply.github.com"), ("OtterNRK", "z.quist@b.example")),
        (("Zelda Q", "zeldaq77@a.example"), ("Zelda Quist", "zeldaq77@b.example")),
        (("Zelda Quist (zeldaq77)", "a@a.example"), ("Z", "zeldaq77@b.example")),
        (("Dmitry Kvist", "dk@pc1.example"), ("Dmitrii Kvist", "kd@pc1.example")),
        (("Zelda Quist", "quist77@a.example"), ("zed", "quistzel@b.example")),
        (("zed", "argonaut@a.example"), ("zed", "argonautica@b.example")),
        (("Zelda", "zelda@one.quistnet.example"), ("Zelda", "zelda@two.quistnet.example")),
        (("Zelda", "77+zquist@users.noreply.github.com"), ("Z", "zquist@users.noreply.github.com")),
    ],
)
def test_one_person(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert together(alias("1", *one), alias("2", *other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada Quist", "ada@a.example"), ("Ada Marlow", "ada@b.example")),
        (("Ada", "a@a.example"), ("Ada Marlow", "b@b.example")),
        (("root", "root@localhost"), ("root", "root@localhost")),
        (("Ada Quist", "devnull@localhost"), ("Bob Marlow", "devnull@localhost")),
        (("unknown", "a@a.example"), ("unknown", "b@b.example")),
        (("unidentified", "a@a.example"), ("unidentified", "b@b.example")),
        (("Your Name", "a@a.example"), ("Your Name", "b@b.example")),
        (("Julia Van de Quist", "a@a.example"), ("Lisette J. Van de Quist", "b@b.example")),
        (("Sebastian Berg", "a@a.example"), ("Sebastian Werk", "b@b.example")),
        (("Jan Quist", "a@a.example"), ("Dan Quist", "b@b.example")),
        (("傅磊", "lei@a.example"), ("符磊", "fu@b.example")),
        (("Ada", "77+ada@users.noreply.github.com"), ("Bo", "99+ada@users.noreply.github.com")),
        (("", ""), ("", "")),
    ],
)
def test_two_people(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not together(alias("1", *one), alias("2", *other))


def test_a_name_made_of_words_is_the_second_one_of_whoever_writes_from_that_address() -> None:
    known = alias("1", "Zelda Quistgaard", "zelda.quistgaard@work.example")
    at_home, called = (alias(name, name, "zq@home.example") for name in ("Zelda Quistgaard", "Mad Physicist"))
    assert len({place.person for place in clusters([known, at_home, called])}) == 1
    named = alias("4", "Bob Marlow", "zq@home.example")
    assert len({place.person for place in clusters([known, at_home, named])}) == 2


def test_an_address_that_unlike_people_share_proves_nothing() -> None:
    people = [alias(name, name, "some-list@a.example") for name in ("Ada Quist", "Bob Marlow", "Cleo Vance")]
    assert len({place.person for place in clusters(people)}) == 3


@pytest.mark.parametrize("digest", [md5, sha256])
def test_a_picture_of_an_address_is_proof(digest: Callable[[bytes], Any]) -> None:
    picture = f"https://secure.gravatar.com/avatar/{digest(b'zq@a.example').hexdigest()}.jpg?s=72"
    chat, code = alias("1", "someone", avatar=picture), alias("2", "Zelda Quist", "ZQ@a.example")
    assert together(chat, code)
    assert together(chat, alias("3", "nobody else", avatar=picture))
    assert not together(chat, alias("4", "Zelda Quist", "other@a.example"))
    assert not together(chat, alias("5", "Bo", avatar="https://cdn.example/avatar/7.png"))


def test_a_picture_of_a_shared_address_proves_nothing() -> None:
    picture = f"https://gravatar.com/avatar/{sha256(b'some-list@a.example').hexdigest()}"
    people = [alias(name, name, "some-list@a.example") for name in ("Ada Quist", "Bob Marlow", "Cleo Vance")]
    placed = clusters([*people, alias("1", "someone", avatar=picture)])
    assert len({place.person for place in placed}) == 4


def test_a_domain_that_is_a_bluesky_handle_is_proof() -> None:
    bluesky = alias("1", "zed", login="zelda.example", platform="bluesky")
    assert together(bluesky, alias("2", "Z.", login="z1", platform="discourse", url="https://zelda.example/"))
    hosted = alias("3", "zed", login="quistz.bsky.social", platform="bluesky")
    assert not together(hosted, alias("4", "Z.", login="z1", platform="discourse", url="https://quistz.bsky.social/x"))


def test_a_handle_that_unlike_people_share_says_nothing() -> None:
    names = ("Cleo Vance", "Otto Braun", "Iris Lund", "Emil Graf")
    people = [alias(name, name, f"otterproject@host{at}.example") for at, name in enumerate(names)]
    placed = clusters([*STRANGERS, *people, alias("1", "", "otterproject@a.example")])
    assert len({place.person for place in placed}) == len(placed)


def test_a_handle_that_two_people_use_for_a_place_is_not_the_name_of_a_host() -> None:
    people = [
        alias(name, name, f"otterproject@host{at}.example") for at, name in enumerate(("Cleo Vance", "Otto Braun"))
    ]
    forge = alias("1", "zed77", "zed77@otterproject.example")
    placed = clusters([*STRANGERS, *people, forge])
    assert placed[-1].person == len(placed) - 1


def test_initials_beside_a_handle_of_the_name_are_counted_once() -> None:
    assert not together(*(alias(n, "R. Allen", f"radiaallen@{n}.example") for n in "ab"))


def test_a_link_to_an_account_is_proof() -> None:
    forum = alias("1", "zed", login="zed", platform="discourse", url="https://github.com/quistz")
    assert together(forum, alias("2", "Z. Quist", login="quistz", platform="github"))


def test_whom_somebody_links_to_is_not_put_together_with_them_without_a_name() -> None:
    """A friend's account, an employer's page, a page of the project: whoever names it, it is no proof."""
    hana, peter = ("Hana Mori", "", "hmori", "discourse"), ("Peter Vogel", "", "pvogel", "github")
    for mine, theirs in (
        ("https://github.com/pvogel", ""),
        ("https://engines.example", "https://engines.example"),
        ("https://gitlab.com/engines", "https://gitlab.com/engines"),
        ("https://engines.example/team", "https://engines.example/team"),
    ):
        assert not together(alias("1", *hana, mine), alias("2", *peter, theirs))
    assert not together(alias("1", *hana, "https://pvogel.dev"), alias("2", *peter[:2], "pvogel.dev", "bluesky"))


def test_two_accounts_that_link_to_each_other_are_one_persons() -> None:
    forum = alias("1", "zed", login="zed", platform="x", url="https://github.com/quistz")
    assert together(forum, alias("2", "Bob Ross", login="quistz", platform="github", url="https://x.com/zed"))


def test_accounts_that_somebody_counted_are_not_one() -> None:
    for first, second in (("student01", "student02"), ("team3b", "team4b")):
        assert not together(*(alias(each, login=each, platform="discourse") for each in (first, second)))


def test_a_popular_name_alone_is_never_enough() -> None:
    crowd = [
        alias(str(number), "Wei Zhang", f"{random.Random(number).getrandbits(60):x}@host{number}.example")
        for number in range(40)
    ]
    placed = clusters([*STRANGERS, *crowd])
    assert len({place.person for place in placed}) == len(placed)


def test_father_and_son_of_one_name_are_two() -> None:
    """Whom of them a third is who does not say, nobody can tell: never both."""
    names = ("Zelda Quist Jr.", "Zelda Quist Sr.", "Zelda Quist")
    found = [alias(str(at), name, f"zquist@{at}.example") for at, name in enumerate(names)]
    assert not together(*found[:2])
    assert not together(*found)
    assert together(found[0], found[2])


def test_who_wrote_from_anothers_address_does_not_chain_the_two() -> None:
    ada, borrowed = alias("1", "Ada Marlow", "us@a.example"), alias("2", "Zelda Quist", "us@a.example")
    zelda = alias("3", "Zelda Quist", "zquist@b.example")
    placed = clusters([*STRANGERS, ada, borrowed, zelda])[len(STRANGERS) :]
    assert placed[0].person != placed[1].person == placed[2].person


def test_a_bot_glues_no_two_people() -> None:
    """It commits under the address of the one, and has the handle of the other."""
    mo, bot = alias("1", "Mo", "zq@a.example"), alias("2", "zquist-bot", "zq@a.example", "zquistnork", "discord")
    jo = alias("3", "Jo", login="zquistnork", platform="github")
    placed = clusters([*STRANGERS, mo, bot, jo])[len(STRANGERS) :]
    assert len({place.person for place in placed}) == 3
    assert together(bot, alias("4", "zquist-bot", "zq@a.example"))


def test_one_login_on_two_forums_is_two_accounts() -> None:
    here, there, again = (
        alias(str(at), login="ada", platform="discourse", url=f"https://{page}")
        for at, page in enumerate(("engines.example/u/Ada", "otters.example/u/ada", "engines.example/u/ada"))
    )
    assert not together(here, there)
    assert together(here, again)
    assert not together(
        *(alias(host, login="ada", platform="discourse", url=host) for host in ("a.example", "b.example"))
    )
    assert together(*(alias(host, login="ada", platform="github", url=host) for host in ("a.example", "b.example")))


def test_one_bad_link_does_not_chain_strangers() -> None:
    between = alias("0", "zquist", "zquist@a.example", "hopkins99", "github")
    ada = [alias(f"a{n}", "Zelda Quist", f"zelda{n}@b{n}.example") for n in range(3)]
    bob = [alias(f"b{n}", "Robert Hopkins", f"hopkins99@c{n}.example") for n in range(3)]
    placed = clusters([*STRANGERS, between, *ada, *bob])[len(STRANGERS) :]
    assert placed[1].person != placed[4].person


def test_evidence_and_confidence_are_told() -> None:
    placed = clusters([*STRANGERS, alias("1", "Zelda Quist", "z@a.example"), alias("2", "Zelda Quist", "q@b.example")])
    assert placed[-2].evidence == ()
    assert placed[-2].confidence == 1
    assert "the same full name" in placed[-1].evidence[0]
    assert 0.5 < placed[-1].confidence < 1


def test_the_order_of_the_table_does_not_matter() -> None:
    found = [*STRANGERS, *(alias(f"x{n}", "Zelda Quist", f"z{n}@a{n}.example") for n in range(3))]
    groups = []
    for seed in range(5):
        shuffled = random.Random(seed).sample(found, len(found))
        placed = clusters(shuffled)
        people: dict[int, set[str]] = {}
        for each, place in zip(shuffled, placed, strict=True):
            people.setdefault(place.person, set()).add(each.id)
        groups.append({frozenset(ids) for ids in people.values()})
    assert all(group == groups[0] for group in groups)


_words = st.text(st.sampled_from("ab @.-,'\0Żü王(+1"), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.tuples(_words, _words, _words, st.sampled_from(["", "github", "x"])), max_size=12))
def test_any_table_is_placed(rows: list[tuple[str, str, str, str]]) -> None:
    found = [alias(str(number), *row) for number, row in enumerate(rows)]
    placed = clusters(found)
    assert len(placed) == len(found)
    assert all(place.person <= at and placed[place.person].person == place.person for at, place in enumerate(placed))
