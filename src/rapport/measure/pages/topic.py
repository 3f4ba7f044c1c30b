"""One topic: its conversations, the newest first, and what the team calls it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.current import current
from rapport.measure.models import Topic
from rapport.measure.topics.conversations import conversations
from rapport.measure.topics.figures import NOTHING, talk
from rapport.measure.topics.listing import say
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.words.errors import CopyMissing

PER_PAGE = 25


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.select_related("merged_into"), pk=number)
    context: dict[str, object] = {"topic": topic}
    try:
        acts = current()
        figures = talk(acts)
        counted = figures.topics.get(topic.pk, NOTHING)
        pages = Paginator(range(counted.conversations), PER_PAGE).get_page(request.GET.get("page", "1"))
        found = conversations(acts, topic, limit=PER_PAGE, offset=(pages.number - 1) * PER_PAGE)
        context |= {"figures": counted, "rise": figures.rises.get(topic.pk), "talk": figures, "page_obj": pages}
        context |= {"conversations": found, "as_of": acts.as_of, "about_rising": ABOUT_CHANCE}
    except CopyMissing:
        context["empty"] = True
    return render(request, "measure/topic.html", context)


@needs(Permission.SEE, post=Permission.PEOPLE)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Call it something else, hide it or show it again."""
    topic = get_object_or_404(Topic, pk=number)
    if request.method == "POST":
        for changed in say(topic, called=request.POST.get("called", ""), hidden="hidden" in request.POST):
            audit.record(request, f"topic.{changed}", f"topic {topic.pk}")
        messages.success(request, f"“{topic}” is saved.")
    return redirect("measure:topic", topic.pk)
