"""What the host of an address says: whose domain it is in."""

from functools import lru_cache

from rapport.people.matching.proof import is_placeholder

_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "id", "me", "net", "org"])


@lru_cache(maxsize=1 << 16)
def domain_of(host: str) -> str:
    """What somebody registered: `example.org` of `pc7.lab.example.org`; empty for a host that nobody can reach."""
    parts = host.split(".")
    if len(parts) < 2 or is_placeholder(f"x@{host}"):
        return ""
    return ".".join(parts[-3:] if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else parts[-2:])
