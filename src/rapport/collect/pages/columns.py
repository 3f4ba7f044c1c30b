"""Which column is what: an uploaded table's first ten rows, a choice above each column, and what would come of them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.collect.containers import Found, Walk
from rapport.collect.models import Import
from rapport.collect.streams import FAULTS, Broken, Content
from rapport.collect.uploads import begin_mapped, given_of
from rapport.platforms.mapped.mapping import FIELDS, Map, MapRefused, map_of, toml_of
from rapport.platforms.mapped.sample import Sample, outlook, sample_of
from rapport.words.kinds import KINDS

LABELS = {field: field.replace("_", " ").replace("author", "author’s").capitalize() for field in FIELDS}
LONGEST = 80
"""Characters of a cell that are shown."""


class Column(NamedTuple):
    place: int
    name: str
    field: str
    """What it is chosen to be, or empty."""


@needs(Permission.IMPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    import_ = get_object_or_404(Import, pk=number, state=Import.State.MAPPING)
    sample = _sample(import_)
    chosen = _chosen(request.POST, sample.columns) if request.method == "POST" else sample.guess
    deed = request.POST.get("deed", "")
    problem = ""
    if deed in ("import", "download"):
        try:
            by = map_of(chosen.as_document())
        except MapRefused as refused:
            problem = str(refused)
        else:
            return _download(by) if deed == "download" else _begin(request, import_, by)
    context = {
        "import": import_,
        "problem": problem,
        "columns": _columns(sample.columns, chosen),
        "rows": [
            [str(_cell(row.values.get(name)))[:LONGEST] for name in sample.columns] for row in sample.rows if row.values
        ],
        "fields": LABELS.items(),
        "kinds": KINDS,
        "by": chosen,
        "outlook": outlook(sample.rows, chosen),
    }
    part = "collect/outlook.html" if getattr(request, "htmx", False) and not deed else "collect/columns.html"
    return render(request, part, context, status=400 if problem else 200)


def _sample(import_: Import) -> Sample:
    """Of the first file that can be opened, as the import itself opens it."""
    for given in given_of(import_):
        for entry in Walk(given.path):
            if isinstance(entry, Found):
                try:
                    return sample_of(Content(entry.stream))
                except (Broken, *FAULTS):
                    break
    return Sample([], [], Map({}))


def _cell(value: object) -> object:
    return "" if value is None else value


def _chosen(form: QueryDict, names: Sequence[str]) -> Map:
    """What the form says; of two columns that are to be the same thing, the first is."""
    columns: dict[str, str] = {}
    for place, name in enumerate(names):
        field = form.get(f"column-{place}", "")
        if field in FIELDS:
            columns.setdefault(field, name)
    return Map(
        columns,
        platform=form.get("platform", "").strip().lower(),
        kind=form.get("kind", ""),
        channel=form.get("channel", "").strip().replace("\0", ""),
    )


def _columns(names: Sequence[str], chosen: Map) -> list[Column]:
    field_of = {name: field for field, name in chosen.columns.items()}
    return [Column(place, name, field_of.get(name, "")) for place, name in enumerate(names)]


def _download(by: Map) -> HttpResponse:
    answer = HttpResponse(toml_of(by), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="map.toml"'
    return answer


def _begin(request: HttpRequest, import_: Import, by: Map) -> HttpResponse:
    if begin_mapped(import_, by):
        audit.record(request, "import.started", str(import_), files=import_.paths)
        messages.success(request, "It is being read.")
    return redirect("collect:import", import_.pk)
