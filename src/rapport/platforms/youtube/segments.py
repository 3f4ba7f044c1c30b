"""The text of a comment in Takeout's tables: plain before 2023, then JSON in three forms.

`{"takeoutSegments":[{"text":"…"}]}`; since June 2024 the segments alone, `{"text":"…"},{"text":"@ada","mention":{…}}`.
(The forms are those in the tests of seanbreckenridge/google_takeout_parser.)
"""

import json
import re
from typing import Any

_FRAME = re.compile(r'\A\{"(?:takeoutSegments":\[\{")?text":"(.*)"\}(?:\]\})?\Z', re.DOTALL)


def text_of(cell: str) -> str | None:
    cell = cell.strip()
    return _joined(cell).strip() or None if cell.startswith("{") else cell or None


def _joined(cell: str) -> str:
    try:
        segments = json.loads(f"[{cell}]", strict=False)
    except (ValueError, RecursionError):
        # Some exports left quotation marks inside the text as they were.
        frame = _FRAME.match(cell)
        return frame[1] if frame else cell
    pieces = [piece for segment in segments for piece in _pieces(segment)]
    return "".join(pieces) if pieces else cell


def _pieces(segment: Any) -> list[str]:
    if not isinstance(segment, dict):
        return []
    inner = segment.get("takeoutSegments")
    if isinstance(inner, list):
        return [piece for one in inner if isinstance(one, dict) for piece in _pieces({**one, "takeoutSegments": None})]
    text = segment.get("text")
    return [text] if isinstance(text, str) else []
