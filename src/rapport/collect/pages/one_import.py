"""One import: how far it is, what it brought, and what it could not read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.collect import uploads
from rapport.collect.archives import label_of
from rapport.collect.models import Import
from rapport.collect.pages.progress import how_far
from rapport.collect.rejected import open_ones


@needs(Permission.SEE, post=Permission.IMPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    import_ = get_object_or_404(Import, pk=number)
    if request.method == "POST":
        _stop(request, import_)
        return redirect("collect:import", number)
    sources = list(import_.sources.order_by("pk"))
    for source in sources:
        source.label = label_of(source.archive)  # type: ignore[attr-defined]  # for the template
    moments = [moment for source in sources for moment in (source.first_at, source.last_at) if moment]
    context = {
        "import": import_,
        "sources": sources,
        "far": how_far(import_),
        "read": sum(source.read for source in sources),
        "told": sum(source.told for source in sources),
        "added": sum(source.added for source in sources),
        "left_out": any(source.erased or source.skipped for source in sources),
        "first_at": min(moments, default=None),
        "last_at": max(moments, default=None),
        "unnamed": import_.unread_count - len(import_.unread),
        "waiting": open_ones().filter(source__import_run=import_).count(),
        "may_import": isinstance(request.user, User) and may(request.user, Permission.IMPORT),
    }
    return render(request, "collect/import.html", context)


def _stop(request: HttpRequest, import_: Import) -> None:
    """Stop a running import after the batch it is in; one that waits for its turn is over at once."""
    waiting = Import.objects.filter(pk=import_.pk, state=Import.State.WAITING)
    if waiting.update(
        state=Import.State.STOPPED, finished_at=timezone.now(), failure="It was stopped before it began."
    ):
        uploads.remove(import_.pk)
    else:
        Import.objects.filter(pk=import_.pk, state=Import.State.RUNNING).update(state=Import.State.STOPPING)
    audit.record(request, "import.stopped", str(import_))
    messages.success(request, "The import stops. What it has read is kept.")
