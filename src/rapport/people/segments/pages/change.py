"""A saved segment: its name, its text, and the way to delete it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.current import current
from rapport.people.models import Segment
from rapport.people.segments.pages.leading import to_segment
from rapport.people.segments.saved import NameRefused, checked_name, meaning
from rapport.people.segments.writing import write
from rapport.people.wanted import WantedRefused


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    segment = get_object_or_404(Segment.objects.select_related("user"), pk=number)
    context: dict[str, object] = {"segment": segment, "name": segment.name, "text": segment.text}
    if request.method != "POST":
        return render(request, "people/segments/change.html", context)
    context |= {"name": request.POST.get("name", ""), "text": request.POST.get("where", "")}
    try:
        text = write(meaning(str(context["text"]), current()))
        name = checked_name(str(context["name"]), other_than=segment)
    except NameRefused as refused:
        return render(request, "people/segments/change.html", context | {"name_problem": str(refused)}, status=400)
    except WantedRefused as refused:
        return render(request, "people/segments/change.html", context | {"refused": refused}, status=400)
    segment.name, segment.text = name, text
    segment.save(update_fields=["name", "text"])
    audit.record(request, "segment.changed", f"segment {segment.pk}")
    messages.success(request, f"“{name}” is saved.")
    return redirect(to_segment(segment))
