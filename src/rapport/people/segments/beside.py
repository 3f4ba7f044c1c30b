"""What the acts do not tell and PostgreSQL does: tags, organisations, channels."""

from collections.abc import Iterable
from datetime import timedelta

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow
from django.db.models import Exists, OuterRef
from ibis.expr.types import Table

from rapport.ledger.arrow import snapshot
from rapport.ledger.engines.delta import ACTIVITY
from rapport.ledger.models import Channel
from rapport.people.acts import Acts
from rapport.people.evidence import holders
from rapport.people.models import Link, Member, Organisation, Tag
from rapport.people.organisations.affiliated import affiliated, roots
from rapport.people.segments.words import Known
from rapport.words.platforms import NAMES

A_YEAR = timedelta(days=365)
_SCHEMA = pyarrow.schema([("member", pyarrow.int64())])
_ACTIVITY = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")


def known(acts: Acts) -> Known:
    """The names that this home has."""
    return Known(
        platforms={*NAMES, *acts.spans},
        channels=set(Channel.objects.values_list("name", flat=True)),
        tags=set(Tag.objects.values_list("name", flat=True)),
        organisations=set(Organisation.objects.values_list("name", flat=True)),
    )


def tagged(acts: Acts, tag: str) -> pyarrow.Table:
    """Members with this tag; what was said of somebody who was merged away is said of whom they are part of now."""
    chosen = Tag.objects.filter(name__iexact=tag).values_list("pk", flat=True)
    rows = _read(f"SELECT member_id::bigint AS member FROM people_tagged WHERE tag_id IN ({_listed(chosen)})")
    there = Exists(Link.objects.filter(member=OuterRef("pk")))
    away = Member.objects.filter(~there, pk__in=_not_among(acts, rows["member"].to_numpy()))
    now = [member for each in holders(list(away.values_list("pk", flat=True))).values() for member in each]
    return pyarrow.concat_tables([rows, pyarrow.table({"member": now}, schema=_SCHEMA)])


def _not_among(acts: Acts, members: npt.NDArray[np.int64]) -> list[int]:
    """Those of whom these acts know no identity: merged away, limited, or new. Few, where the whole table has many."""
    known: npt.NDArray[np.int64] = acts.arrow(acts.totals.select("member"))["member"].to_numpy()
    away: list[int] = members[~np.isin(members, known)].tolist()
    return away


def working_at(acts: Acts, organisation: str) -> Table:
    """Members who are with this organisation today, as their pages have it: who wrote from there within a year is."""
    found = Organisation.objects.filter(name__iexact=organisation).values_list("pk", flat=True)
    root, today = roots(), acts.version.today
    told = affiliated(acts)
    told = told.filter(told.organisation.isin([root[key] for key in found] or [0]), told.since <= today)
    return told.filter(told["until"] > ibis.ifelse(told.by_hand, today - timedelta(days=1), today - A_YEAR))


def acts_in(acts: Acts, channel: str) -> Table:
    """The columns of `acts.table` that count, of what was done in channels of this name, whatever its case."""
    if acts.version.copy is None:
        return acts.table.filter(ibis.literal(False))
    keys = list(Channel.objects.filter(name__iexact=channel).values_list("pk", flat=True))
    there = _ACTIVITY.filter(_ACTIVITY.channel.isin(keys or [0]))
    there = there.join(acts.members.select("identity", "member"), "identity")
    return there.select("member", "platform", "kind", "language", day=there["at"].date(), n=ibis.literal(1, "int32"))


def _listed(keys: Iterable[int]) -> str:
    """Numbers of our own for a query that takes no parameters; 0, which nothing has, where there are none."""
    return ", ".join(str(int(key)) for key in keys) or "0"


def _read(query: str) -> pyarrow.Table:
    with snapshot() as look:
        return look.table(query).cast(_SCHEMA)
