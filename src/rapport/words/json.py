"""JSON for programs, the same from command, page and API."""

from typing import Any

import orjson


def written(value: Any, *, indented: bool = False) -> bytes:
    """One document. Times are as RFC 3339 has them, in UTC: `2026-01-02T00:00:00Z`. What JSON lacks is text."""
    options = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
    if indented:
        options |= orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value, default=str, option=options)
