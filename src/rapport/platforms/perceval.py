"""What Perceval fetched is each in an envelope that names the program's part for that platform."""

import re

_BACKEND = re.compile(rb'\A(?:\xef\xbb\xbf)?[\s\[]*\{\s*"backend_name"\s*:\s*"(\w{1,40})"')


def backend_of(head: bytes) -> str | None:
    """`Discourse`, `GitHub`, `Slack`; None for a file that is not Perceval's."""
    found = _BACKEND.match(head)
    return found[1].decode() if found else None
