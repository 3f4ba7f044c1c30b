"""What names, handles and links say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.people.matching.alias import alias, plain_address
from rapport.people.matching.alike_handles import differ_by_little
from rapport.people.matching.handles import abridged, handle_of, made_of
from rapport.people.matching.hosts import domain_of
from rapport.people.matching.names import also_called, asides, generation, sound, words_of
from rapport.people.matching.profiles import Account, account_in


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ada Lovelace", ("ada", "lovelace")),
        ("Lovelace, Ada", ("ada", "lovelace")),
        ("AdaLovelace", ("ada", "lovelace")),
        ("ada.lovelace", ("ada", "lovelace")),
        ("Dr. Ada K. Lovelace (she)", ("ada", "k", "lovelace")),
        ("Ada Lovelace via GitLab", ("ada", "lovelace")),
        ("ada@example.org", ("ada",)),
        ("Ondřej Čertík", ("ondrej", "certik")),
        ("Дмитрий Иванов", ("dmitriy", "ivanov")),
        ("अदिति (Aditi Rao)", ("aditi", "rao")),
        ("Mary-Jane O'Neill", ("mary", "jane", "oneill")),
        ("Ada Lovelace, Professor Emerita, PhD", ("ada", "lovelace")),
        ("Ada Lovelace, Engines Inc.", ("ada", "lovelace")),
        ("van der Berg, Jan Peter", ("jan", "peter", "van", "der", "berg")),
        ("Ada Lovelace | Engines", ("ada", "lovelace")),
        ("Ada Lovelace @engines", ("ada", "lovelace")),
        ("Ada 'adal' Lovelace", ("ada", "lovelace")),
        ("Ada Byron Ada Byron", ("ada", "byron")),
        ("Your Name", ()),
        ("Deleted User", ()),
        ("The Engine Team", ()),
        ("Release Manager", ()),
        ("Utilisateur supprimé", ()),
        ("匿名用户", ()),
        ("Удалённый пользователь", ()),
        ("May List", ("may", "list")),
        ("Dr", ("dr",)),
        ("", ()),
        ("🦀", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("Ada Lovelace (adal)", ["adal"]),
        ("Ada “adal” Lovelace", ["adal"]),
        ("Ada Lovelace @adal", ["adal"]),
        ("Ada Lovelace (she/her)", []),
        ("Ada Lovelace", []),
    ],
)
def test_what_stands_beside_a_name(name: str, beside: list[str]) -> None:
    assert asides(name) == beside


@pytest.mark.parametrize(
    ("one", "other"),
    [("yuriy", "iouri"), ("mueller", "muller"), ("sergey", "sergei"), ("wladimir", "vladimir"), ("filipp", "philip")],
)
def test_spellings_of_a_name(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_names_that_are_not_spellings_of_one() -> None:
    assert len({sound(name) for name in ("joel", "jan", "ian", "ulla", "alan", "allison", "eva")}) == 6


def test_short_names() -> None:
    assert {"bill", "will"} <= also_called("william")
    assert "william" in also_called("bill")
    assert also_called("xqz") == {"xqz"}


@pytest.mark.parametrize(
    ("written", "handle"),
    [
        ("Ada.Lovelace+git", "adalovelace"),
        ("ada42", "ada42"),
        ("zorkadon[m]", "zorkadon"),
        ("me", None),
        ("info", None),
        ("root2", None),
        ("42", None),
        ("", None),
        ("jö", None),
    ],
)
def test_handles(written: str, handle: str | None) -> None:
    assert handle_of(written) == handle


def test_handles_made_of_a_name() -> None:
    forms = made_of(("ada", "king", "lovelace"))
    assert {"adalovelace", "alovelace", "lovelace", "akl", "adakinglovelace", "adal"} <= set(forms)
    assert forms["alovelace"].words == "initial and family name"


@pytest.mark.parametrize(
    ("handle", "cut"),
    [
        ("aklovel", True),
        ("adakl", False),
        ("lovelaad", True),
        ("adaxlovelace", True),
        ("axlovelace", True),
        ("adkilov12", True),
        ("adamlove", False),
        ("lovelace", False),
        ("aking", False),
    ],
)
def test_a_name_cut_short(handle: str, cut: bool) -> None:
    assert abridged(handle, ("ada", "king", "lovelace")) is cut


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("zedquist", "zedquist77", True),
        ("argonaut", "argonauticus", True),
        ("argonaut", "argonauts", True),
        ("petemahlers", "petermahlers", True),
        ("argo", "argonaut", False),
        ("zedquist", "zedquist", False),
        ("ada", "ada77", False),
        ("argonauts", "cosmonauts", False),
    ],
)
def test_handles_that_differ_by_little(one: str, other: str, alike: bool) -> None:
    assert bool(differ_by_little(one, other)) is bool(differ_by_little(other, one)) is alike


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("pc7.lab.example.org", "example.org"),
        ("www.shop.co.uk", "shop.co.uk"),
        ("otter.example", "otter.example"),
        ("otter.local", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_domains(host: str, domain: str) -> None:
    assert domain_of(host) == domain


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("ada at example.org", "ada@example.org"),
        ("ada (at) example [dot] org", "ada@example.org"),
        ("ada(a)example.org", "ada@example.org"),
        ("[<ada@example.org>]", "ada@example.org"),
        ("", ""),
    ],
)
def test_addresses(email: str, address: str) -> None:
    assert plain_address(email) == address


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://github.com/Ada", Account("github", "ada")),
        ("github.com/ada/", Account("github", "ada")),
        ("https://twitter.com/@ada", Account("x", "ada")),
        ("https://www.linkedin.com/in/ada-l", Account("linkedin", "ada-l")),
        ("https://www.linkedin.com/company/ada", ""),
        ("https://example.social/@ada", Account("mastodon", "ada@example.social")),
        ("https://github.com/ada/engine", ""),
        ("https://github.com/about", ""),
        ("https://gist.github.com/ada", Account("github", "ada")),
        ("https://docs.github.com/ada", ""),
        ("https://news.x.com/ada", ""),
        ("https://mobile.twitter.com/ada", Account("x", "ada")),
        ("https://de.linkedin.com/in/ada", Account("linkedin", "ada")),
        ("https://business.linkedin.com/in/ada", ""),
        ("https://old.reddit.com/user/ada/", Account("reddit", "ada")),
        ("https://www.reddit.com/u/ada", Account("reddit", "ada")),
        ("https://otters.reddit.com/user/ada", ""),
        ("https://www.youtube.com/@ada", Account("youtube", "ada")),
        ("https://www.youtube.com/watch?v=ada", ""),
        ("https://music.youtube.com/@ada", ""),
        ("https://web.telegram.org/ada", "web.telegram.org/ada"),
        ("https://telegram.me/adal", Account("telegram", "adal")),
        ("https://bsky.app/profile/ada.example.org", Account("bluesky", "ada.example.org")),
        ("https://medium.com/@ada", Account("medium", "ada")),
        ("https://medium.com/otters-weekly", ""),
        ("https://de-de.facebook.com/ada.l", Account("facebook", "ada.l")),
        ("https://www.facebook.com/profile.php?id=7", ""),
        ("https://developers.facebook.com/ada", ""),
        ("https://notx.com/ada", "notx.com/ada"),
        ("http://www.lovelace.example/", "lovelace.example"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_where_a_link_leads(url: str, leads_to: Account | str) -> None:
    assert account_in(url) == leads_to


@pytest.mark.parametrize(
    ("name", "which"),
    [
        ("Ada Byron Sr.", 1),
        ("Byron, Ada, Sr", 1),
        ("Ada Byron, Jr. (work)", 2),
        ("Ada Byron II", 2),
        ("Byron III, Ada", 3),
        ("Ada Byron", 0),
        ("Junior Byron", 0),
    ],
)
def test_which_of_a_familys_of_one_name(name: str, which: int) -> None:
    assert generation(name) == which


def test_a_noreply_address_names_an_account() -> None:
    one = alias("1", "Ada", "77+Ada-L@users.noreply.github.com")
    assert one.owns == {Account("github", "ada-l"), Account("github", "#77")}
    assert one.handles == ("adal",)


def test_a_page_of_an_account_says_on_which_server_it_is() -> None:
    url, own = "https://engines.example/@ada", "https://ada.example"
    assert alias("1", login="Ada", platform="mastodon", url=url).account == Account("mastodon", "ada@engines.example")
    assert alias("1", login="Ada", platform="discourse", url=own).account == Account("discourse", "ada")


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_any_text_makes_an_alias(name: str, email: str, login: str, platform: str, url: str) -> None:
    one = alias("1", name, email, login, platform, url)
    assert all(word.isascii() and word.islower() for word in one.words)
    assert all(len(handle) > 2 for handle in one.handles)
