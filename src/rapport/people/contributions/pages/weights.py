"""What counts as a contribution here and how much it weighs, for the team to change."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.contributions.weighing import WeightRefused, read, weigh, weights
from rapport.people.contributions.weights import DEFAULTS, HEAVIEST, Weighed
from rapport.people.current import current
from rapport.words.kinds import BY_NUMBER, GIFTS, KINDS, Kind


class Row(NamedTuple):
    kind: Kind
    weight: str
    gives: str
    default: Weighed
    n: int
    """How often it was done, by anybody but bots."""

    @property
    def changed(self) -> bool:
        return (self.weight, self.gives) != (str(self.default.weight), self.default.gives)


@needs(Permission.SEE, post=Permission.TEAM)
def page(request: HttpRequest) -> HttpResponse:
    refused = ""
    typed: dict[str, tuple[str, str]] = {}
    if request.method == "POST":
        typed = _typed(request)
        try:
            said = dict(read(kind, weight, gives) for kind, (weight, gives) in typed.items())
        except WeightRefused as error:
            refused = str(error)
        else:
            _say(request, said)
            return redirect("people:weights")
    context = {
        "rows": _rows(typed),
        "gifts": GIFTS,
        "heaviest": HEAVIEST,
        "refused": refused,
        "may_change": may(signed_in(request), Permission.TEAM),
    }
    return render(request, "people/contributions/weights.html", context, status=400 if refused else 200)


def _typed(request: HttpRequest) -> dict[str, tuple[str, str]]:
    """What the form says of each kind it tells of; with `defaults`, what holds where nobody said anything."""
    if "defaults" in request.POST:
        return {kind.name: (str(kind.weight), kind.gives or "") for kind in KINDS}
    told = [kind.name for kind in KINDS if f"weight-{kind.name}" in request.POST]
    return {name: (request.POST[f"weight-{name}"].strip(), request.POST.get(f"gives-{name}", "")) for name in told}


def _say(request: HttpRequest, said: dict[int, Weighed]) -> None:
    changed = weigh(said)
    if not changed:
        messages.info(request, "Nothing was changed.")
        return
    detail = {BY_NUMBER[kind].name: [said[kind].weight, said[kind].gives] for kind in changed}
    audit.record(request, "contributions.weighed", "weights of contributions", kinds=detail)
    names = ", ".join(BY_NUMBER[kind].plural for kind in changed[:4]) + (" and more" if len(changed) > 4 else "")
    messages.success(request, f"Saved: {names}. Every count follows.")


def _rows(typed: dict[str, tuple[str, str]]) -> list[Row]:
    """What was done here most stands first."""
    now, done = weights(), _done()
    rows = []
    for kind in KINDS:
        weight, gives = typed.get(kind.name, (str(now.weight(kind.number)), now.gives(kind.number)))
        rows.append(Row(kind, weight, gives, DEFAULTS[kind.number], done.get(kind.number, 0)))
    return sorted(rows, key=lambda row: (not row.gives, -row.n, row.kind.label))


def _done() -> dict[int, int]:
    acts = current()
    counted = acts.table.filter(acts.table.side != "bot").aggregate(by="kind", n=acts.table.n.sum())
    return {row["kind"]: row["n"] for row in acts.ask(counted)}
