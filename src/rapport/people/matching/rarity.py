"""How rare names and handles are, learnt from the aliases at hand: what many share tells little of anybody."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from rapport.people.matching import popular
from rapport.people.matching.alias import Alias
from rapport.people.matching.handles import SHORTEST, handle_of
from rapport.people.matching.hosts import domain_of
from rapport.people.matching.names import is_known
from rapport.people.matching.origins import Origins
from rapport.people.matching.proof import (
    NOREPLY,
    SHARED_BY,
    contested_addresses,
    how_many_unlike,
    is_machine,
    is_placeholder,
)

BEFORE = 50
"""Names reckoned to have been seen before the first of the data: a small sample tells no rarity."""
GIVEN_ONCE, FAMILY_ONCE = 0.26, 0.1
"""How many others of as many people again have a name that one has (Turing's estimate, I. J. Good, "The Population
Frequencies of Species", 1953); much the same in sixteen projects of 270 to 1,640 people."""
AS_COMMON = 20.0
"""Times by which a whole name may be commoner than its parts tell, as names of one country are among people of many."""
OF_ONE_PERSON = 25
"""Aliases of one full name that one person may have; as many as are more belong to namesakes."""
RAREST = 1e-9
WITH_DIGITS = (1.0, 0.15, 0.07, 0.02)
"""Of those with a handle made of a name, how many have the same digits behind it: none, one, two, more."""
A_LETTER = 1.0
"""Powers of ten by which each sign of a handle that is no name makes it rarer."""
FEW = 3
"""Names on a host, above which its own name says nothing of its people."""
_MAIL = """
gmail googlemail hotmail yahoo ymail outlook live msn aol icloud protonmail proton fastmail yandex mail qq foxmail gmx
web posteo mailbox hey zoho sourceforge users noreply localhost
"""
_PROVIDERS = frozenset(_MAIL.split())


class Rarity:
    """Shares among the people of `aliases`, each distinct full name counted once."""

    def __init__(self, aliases: Sequence[Alias]) -> None:
        self.aliases = len(aliases)
        self._whole = Counter(each.words for each in aliases if each.full)
        self._count(dict.fromkeys(each.words for each in aliases if each.written_out))
        self._handles: dict[str, float] = {}
        self._wholes: dict[tuple[str, ...], float] = {}
        self._sites: dict[str, str | None] = {}
        on_host: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for each in aliases:
            for host in {each.host, domain_of(each.host)} if each.host else ():
                if len(on_host[host]) <= FEW or len(each.words) > 1:
                    on_host[host].add(each.words)
        self._hosts = {host: len(names) for host, names in on_host.items()}
        self.shared = shared(aliases)
        self.contested = contested_addresses((each.address, each.name) for each in aliases)
        self.claimed = Counter(page for each in aliases for page in (*each.links, each.site) if page)
        """How many name each page as theirs."""
        self.logins_again = _given_again(aliases)
        self.pictures = frozenset(each.picture for each in aliases if each.picture)
        self._holders = _holders(aliases)

    def _count(self, names: Collection[tuple[str, ...]]) -> None:
        """Each distinct name as often as there are people of it."""
        written: Counter[tuple[str, str]] = Counter()
        ways: Counter[tuple[str, str]] = Counter()
        for words in names:
            written[words[0], words[-1]] += self._whole[words]
            ways[words[0], words[-1]] += 1
        self._origins = Origins(list(written), list(written.values()))
        given, family, initials, every = (defaultdict[str, float](float) for _ in range(4))
        self.names = 0.0
        for words in names:
            both = words[0], words[-1]
            people = max(self._origins.people[both] / ways[both], 1.0)
            self.names += people
            given[words[0]] += people
            family[words[-1]] += people
            initials[words[0][0]] += people
            for word in set(words):
                every[word] += people
        self._given, self._family, self._initials, self._words = map(dict, (given, family, initials, every))

    def given(self, word: str, names: int = 1) -> float:
        if len(word) == 1:
            return self.initial(word)
        return max(self._given.get(word, 0) - names, GIVEN_ONCE) / (self.names + BEFORE)

    def is_given(self, word: str) -> bool:
        return word in self._given

    def called(self, word: str) -> float:
        """Of the one word that somebody goes by: a given name, or a handle."""
        return max(self.given(word), self.handle(word)) if word in self._given else self.handle(word)

    def family(self, word: str, names: int = 1) -> float:
        """Among others than the names that are compared: `names` of these have it."""
        return max(self._family.get(word, 0) - names, FAMILY_ONCE) / (self.names + BEFORE)

    def word(self, word: str, names: int = 1) -> float:
        return max(self._words.get(word, 0) - names, GIVEN_ONCE) / (self.names + BEFORE)

    def initial(self, letter: str) -> float:
        return (self._initials.get(letter, 0) + 1) / (self.names + 26)

    def both(self, given: str, family: str, names: int = 1) -> float:
        """Of a given name, or of its first letter, together with a family name."""
        return self.given(given, names) * self.family(family, names) * self.together(given, family)

    def together(self, given: str, family: str) -> float:
        """Times by which the two come together oftener than chance lets expect."""
        return self._origins.together(given, family)

    def whole(self, words: tuple[str, ...]) -> float:
        """Of a full name: of its parts together, and more where it is seen oftener than these let expect."""
        known = self._wholes.get(words)
        if known is None:
            known = self._wholes[words] = self._reckoned(words)
        return known

    def _reckoned(self, words: tuple[str, ...]) -> float:
        expected = self.both(words[0], words[-1]) * (0.3 if len(words) > 2 else 1)
        oftener = self._whole[words] / (expected * self.aliases + 1)
        namesakes = (self._whole[words] - OF_ONE_PERSON) / max(self.aliases, 1)
        return max(expected * min(max(oftener, 1.0), AS_COMMON), namesakes, popular.named(words))

    def handle(self, handle: str) -> float:
        """The share of people who have it: like a name's if it is made of one, else by its length."""
        known = self._handles.get(handle)
        if known is None:
            known = self._handles[handle] = self._handle(handle)
        return known

    def _handle(self, handle: str) -> float:
        letters = handle.rstrip("0123456789")
        likely = float(10 ** -(A_LETTER * len(handle)))
        numbered = 0.3 * WITH_DIGITS[min(len(handle) - len(letters), 3)]
        if letters in self._words:
            likely = max(likely, self.word(letters) * numbered)
        elif is_known(letters):
            likely = max(likely, 0.002 * numbered)
        if letters[1:] in self._family and len(letters) > SHORTEST:
            likely = max(likely, self.both(letters[0], letters[1:]) * numbered)
        if letters[:-1] in self._given:
            likely = max(likely, self.given(letters[:-1]) * self.initial(letters[-1]) * numbered)
        for cut in range(2, len(letters) - 1):
            if letters[:cut] in self._given and letters[cut:] in self._family:
                likely = max(likely, self.both(letters[:cut], letters[cut:]) * numbered)
        likely = max(likely, popular.picked(letters) * WITH_DIGITS[min(len(handle) - len(letters), 3)])
        people = self.holders(handle)
        return max(likely, RAREST, (people - 1) / max(self.names, 1) if people >= SHARED_BY else 0.0)

    def holders(self, handle: str) -> int:
        """Unlike people of full names who have it; of two, one may be the other's pseudonym."""
        return self._holders.get(handle, 1)

    def on_host(self, host: str) -> int:
        """Distinct names seen on a host, or in a domain."""
        return self._hosts.get(host, 0)

    def site(self, host: str) -> str | None:
        """The name of a host of one's own, as a handle: `lovelace` for `lovelace.example`."""
        if host not in self._sites:
            self._sites[host] = self._site(host)
        return self._sites[host]

    def _site(self, host: str) -> str | None:
        domain = domain_of(host)
        if not domain or self.on_host(domain) > FEW:
            return None
        handle = handle_of(domain.partition(".")[0])
        if not handle or len(handle) <= SHORTEST or handle in _PROVIDERS or self.holders(handle) > 1:
            return None
        return handle


def _holders(aliases: Sequence[Alias]) -> dict[str, int]:
    """Unlike people of full names who have a handle, where they are several: `git`, `alex`, the project's own name."""
    often = Counter(handle for each in aliases if each.full for handle in each.handles)
    names: dict[str, set[tuple[str, ...]]] = {handle: set() for handle, times in often.items() if times > 1}
    for each in aliases:
        if each.full:
            for handle in each.handles:
                if handle in names:
                    names[handle].add(each.words)
    found = {handle: how_many_unlike((words, "".join(words)[:3]) for words in held) for handle, held in names.items()}
    return {handle: people for handle, people in found.items() if people > 1}


def _given_again(aliases: Sequence[Alias]) -> frozenset[str]:
    """Logins that GitHub gave to a second account once the first had another, and the handles that they are."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for each in aliases:
        if held := [account.login for account in each.owns if account.login.startswith("#")] if each.owns else []:
            address = NOREPLY.fullmatch(each.address)
            numbers[address["login"] if address else each.account.login if each.account else ""].update(held)
    again = [login for login, several in numbers.items() if len(several) > 1]
    return frozenset(again) | frozenset(handle for login in again if (handle := handle_of(login)))


def shared(aliases: Sequence[Alias]) -> frozenset[str]:
    """Addresses that prove nothing: several unlike people wrote under them, or they name nobody."""
    names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for each in aliases:
        if each.address:
            names[each.address].add(each.words)
    return frozenset(address for address, called in names.items() if _is_shared(address, called))


def _is_shared(address: str, called: set[tuple[str, ...]]) -> bool:
    noreply = NOREPLY.fullmatch(address)
    if noreply and is_machine(noreply["login"]):
        return len(called) > 1
    if len(called) == 1:
        return is_placeholder(address) and handle_of(address.partition("@")[0]) is None
    people = how_many_unlike((words, "".join(words)[:3]) for words in called if len(words) > 1)
    if is_placeholder(address):
        host = address.rpartition("@")[2]
        names_nobody = "." not in host or is_placeholder(f"x@{host}")
        return names_nobody or people > 1
    return people >= SHARED_BY
