"""Which e-mail address a picture belongs to: Gravatar names pictures by a digest of the address.

docs.gravatar.com, "Avatar images": SHA-256 of the address in lower case, formerly MD5.
"""

import hashlib
import re

_GRAVATAR = re.compile(r"gravatar\.com/avatar/([0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-f])", re.IGNORECASE)


def digest_in(avatar: str) -> str:
    """The digest that the address of a picture holds; empty for pictures of other places, and for the one that stands
    where no address was known."""
    found = _GRAVATAR.search(avatar)
    digest = found[1].lower() if found else ""
    return "" if digest in _OF_NOBODY or not digest.strip("0") else digest


def digests_of(address: str) -> frozenset[str]:
    """What Gravatar calls the picture of an e-mail address."""
    written = address.encode()
    md5 = hashlib.md5(written, usedforsecurity=False).hexdigest()
    return frozenset((hashlib.sha256(written).hexdigest(), md5))


_OF_NOBODY = digests_of("")
