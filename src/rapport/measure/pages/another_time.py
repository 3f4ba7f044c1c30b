"""The two dates of a form's "another time", written into the address as `compare` has it everywhere. Pure."""

from collections.abc import Mapping

from rapport.measure.times import BEFORE, TO, YEAR, is_time

FIRST, LAST = "compare_since", "compare_until"
CHOSEN = "time"
"""What the form's choice says where the dates count."""


def addressed(values: Mapping[str, str]) -> dict[str, str] | None:
    """The filters of the address that the form means; None where they came from no form."""
    if FIRST not in values and LAST not in values:
        return None
    filters = {name: value for name, value in values.items() if value and name not in (FIRST, LAST)}
    if filters.get("compare") == CHOSEN:
        filters["compare"] = f"{values.get(FIRST, '')}{TO}{values.get(LAST, '')}"
    return filters


def dates(compare: str) -> tuple[str, str] | None:
    """What the form's two dates are filled with; None where another time is not what is compared with."""
    if not is_time(compare) or compare in (BEFORE, YEAR):
        return None
    first, _, last = compare.partition(TO)
    return first, last
