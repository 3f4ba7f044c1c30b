"""Addresses as they were before somebody hid them from machines: `jane (at) example [dot] org`."""

import re

# `jane at example.org`, `jane (at) example dot org`, HyperKitty's `jane(a)example.org`, `jane [at] …`, `jane_at_…`.
_AT = re.compile(
    r"\s*(?:[(\[{<]\s*(?:at|a|@)\s*[)\]}>]|\s_?at_?\s|\s@\s|\s#\s|_at_(?=[^@\s]+\.\w+$)|&#(?:64|x40);)\s*",
    re.IGNORECASE,
)
_DOT = re.compile(r"\s*(?:[(\[{<]\s*(?:dot|\.)\s*[)\]}>]|\s_?dot_?\s|\s\.\s)\s*", re.IGNORECASE)


def restored(address: str) -> str:
    """What holds an `@` and no space is given back as it is."""
    if "@" in address and " " not in address:
        return address
    return _DOT.sub(".", _AT.sub("@", address, count=1))
