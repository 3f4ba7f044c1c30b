"""What the acts ask of whatever engine keeps them."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

import pyarrow as pa
from ibis.expr.types import Table

Asked: TypeAlias = Table | str
"""A question: an Ibis expression, or a query in DuckDB's SQL, which other engines translate."""


class Engine(Protocol):
    def arrow(self, asked: Asked) -> pa.Table: ...

    def run(self, statement: str) -> None:
        """A statement in DuckDB's SQL that makes a table or view, or drops one."""

    def given(self, tables: Mapping[str, pa.Table]) -> AbstractContextManager[None]:
        """Have these tables, by name, for as long as it takes to read them."""

    def keep(self, name: str, held: Asked | pa.Table, *, temp: bool) -> None:
        """Have a table of this name, in place of one that was there; for this connection alone where it is `temp`."""

    def view(self, name: str, shown: Table) -> None:
        """Have a table of this name that is worked out whenever it is asked, for this connection alone."""

    def holds(self, name: str) -> bool:
        """Whether there is a table of this name that is not `temp`."""
