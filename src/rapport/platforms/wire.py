"""What the fields that a reader decodes have in common; everything else in the JSON is skipped while decoding."""

from typing import dataclass_transform

from msgspec import Struct, field


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Wire(Struct, frozen=True, gc=False, kw_only=True):
    """A leaf or branch of a record; never part of a cycle, so the garbage collector need not look."""
