"""Which column of a table is what: a small value, written and read as TOML. Pure."""

import json
import re
import tomllib
from collections.abc import Mapping as Values
from collections.abc import Sequence
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rapport.platforms.mapped.names import FIELDS, plain
from rapport.words.kinds import BY_NAME

DATES = ("day first", "month first")
"""How 03/04/2024 is to be read."""
PLATFORM = re.compile(r"[a-z][a-z0-9-]{0,30}")


class MapRefused(ValueError):
    """The mapping makes no sense; the message says why and what to write instead."""


class Map(NamedTuple):
    """What the columns are, and what holds for every row that has no column for it."""

    columns: Values[str, str]
    """Of FIELDS, the column's name. A field of a nested JSON object is named with dots: `user.login`."""
    platform: str = "table"
    kind: str = "message"
    channel: str = "Imported"
    kinds: Values[str, str] = {}
    """Words of the kind column, in lower case, that are not Rapport's own, and the kind each of them is."""
    time_format: str = ""
    """As `strptime` has it, for times in no usual form."""
    dates: str = ""
    """Of DATES; empty where days are not written in numbers whose order is not plain."""
    zone: str = "UTC"
    """Of the times that name none: `Europe/Berlin`."""

    def as_document(self) -> dict[str, object]:
        """Plain values that `map_of` takes."""
        document: dict[str, object] = {"platform": self.platform, "kind": self.kind, "channel": self.channel}
        for name, usual in (("time_format", ""), ("dates", ""), ("zone", "UTC")):
            if (value := getattr(self, name)) != usual:
                document[name] = value
        document["columns"] = dict(self.columns)
        return document | ({"kinds": dict(self.kinds)} if self.kinds else {})


def map_of_toml(text: str) -> Map:
    """Raises MapRefused."""
    try:
        return map_of(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MapRefused(f"The mapping is not TOML: {error}.") from None


def map_of(document: Values[str, object]) -> Map:
    """Raises MapRefused for a name that is not known and for values of another shape."""
    if unknown := sorted(document.keys() - set(Map._fields)):
        raise MapRefused(f"A mapping has no {', '.join(unknown)}. It has {', '.join(Map._fields)}.")
    given = {name: _texts(name, document[name]) for name in ("columns", "kinds") if name in document}
    texts = {name: value for name, value in document.items() if name not in given}
    if wrong := [name for name, value in texts.items() if not isinstance(value, str)]:
        raise MapRefused(f"{wrong[0]} has to be a text in quotation marks.")
    made = Map(**{"columns": {}, **given, **texts})  # type: ignore[arg-type]  # checked above
    _check(made)
    return made._replace(kinds={word.lower(): kind for word, kind in made.kinds.items()})


def toml_of(chosen: Map) -> str:
    """The mapping as a file that `rapport import --map` takes."""
    lines, tables = [], []
    for name, value in chosen.as_document().items():
        if isinstance(value, dict):
            tables += ["", f"[{name}]", *(f"{_key(key)} = {_quoted(each)}" for key, each in value.items())]
        else:
            lines.append(f"{name} = {_quoted(str(value))}")
    return "\n".join([*lines, *tables, ""])


def guessed(columns: Sequence[str]) -> Map:
    """What the columns are by their names; each column is one thing at most."""
    named = {plain(name): name for name in reversed(columns)}
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        column = next((named[name] for name in names if name in named and named[name] not in found.values()), None)
        if column is not None:
            found[field] = column
    return Map(found)


def _check(made: Map) -> None:
    if unknown := sorted(made.columns.keys() - FIELDS.keys()):
        raise MapRefused(f"A column cannot be {', '.join(unknown)}. It can be {', '.join(FIELDS)}.")
    if "time" not in made.columns:
        raise MapRefused('The mapping names no column for the time. Write time = "…" under [columns].')
    if foreign := sorted({made.kind, *made.kinds.values()} - BY_NAME.keys()):
        raise MapRefused(f"There is no kind {', '.join(foreign)}. There is {', '.join(BY_NAME)}.")
    if not PLATFORM.fullmatch(made.platform):
        raise MapRefused("platform has to be a word of small letters, digits and hyphens, such as zulip.")
    if made.dates and made.dates not in DATES:
        raise MapRefused('dates has to be "day first" or "month first".')
    if zone_of(made.zone) is None:
        raise MapRefused(f"There is no time zone {made.zone}. Write one such as Europe/Berlin, or UTC.")
    if not made.channel.strip():
        raise MapRefused("channel has to have a name.")


@lru_cache(64)
def zone_of(name: str) -> tzinfo | None:
    """None where there is none of this name."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _texts(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise MapRefused(f"[{name}] has to be a table of texts in quotation marks.")
    return {str(key): str(each) for key, each in value.items()}


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's, but for the delete sign."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
