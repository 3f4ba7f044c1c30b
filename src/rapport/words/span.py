"""Some days in a row."""

from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Two days and all between them; both count."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1
