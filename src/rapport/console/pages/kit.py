"""Every component of the design system with all its states, on sample content."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.accounts.permissions import Permission, needs
from rapport.console.marks import MARKS

_DRAWING = (
    '<svg viewBox="0 0 600 64" role="img" aria-label="discourse 24,120, git 8,210, github 3,904">'
    '<g font-size="12" fill="var(--ink)" font-family="var(--sans)">'
    '<rect x="80" y="4" width="440" height="14" fill="var(--discourse)"/><text x="0" y="15">discourse</text><text x="526" y="15">24,120</text>'
    '<rect x="80" y="24" width="150" height="14" fill="var(--git)"/><text x="0" y="35">git</text><text x="236" y="35">8,210</text>'
    '<rect x="80" y="44" width="71" height="14" fill="var(--github)"/><text x="0" y="55">github</text><text x="157" y="55">3,904</text>'
    "</g></svg>"
)


class SampleForm(forms.Form):
    name = forms.CharField(help_text="What people call them.")
    email = forms.EmailField(label="E-mail", required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    side = forms.ChoiceField(choices=[("community", "Community"), ("team", "Team"), ("bot", "Bot")])
    fixed = forms.CharField(initial="Set by the environment", disabled=True)
    weekly = forms.BooleanField(label="Write to me once a week", required=False)


def _people() -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"name": "Ada Lovelace", "platform": "github", "count": 1204, "at": now - timedelta(minutes=7), "line": "first pull request: Note G, with a diagram"},
        {"name": "Grace Hopper", "platform": "discourse", "count": 318, "at": now - timedelta(hours=2), "line": "answered a question for the 100th time"},
        {"name": "Karen Spärck Jones", "platform": "git", "count": 42, "at": now - timedelta(days=3), "line": "first commit"},
        {"name": "edsger", "platform": "discourse", "count": 7, "at": now - timedelta(days=3000), "line": "a letter that considers many things, so long that one line cannot hold it and the rest of it is cut off where the row ends"},
    ]  # fmt: skip


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "console/kit.html",
        {
            "form": SampleForm(auto_id="id_%s"),
            "wrong_form": SampleForm({"email": "ada at example"}, auto_id="wrong_%s"),
            "channels": [
                ("1", "Announcements"),
                ("2", "Discussions about documentation"),
                ("3", "Support"),
                ("4", "Showcase"),
            ],
            "columns": [("where", "Where"), ("count", "Activities"), ("last", "Last seen")],
            "people": _people(),
            "page_obj": Paginator(range(1284), 50).page(3),
            "platforms": MARKS,
            "drawing": _DRAWING,
            "chart_head": ["Platform", "Posts"],
            "chart_rows": [["Discourse", "24,120"], ["git", "8,210"], ["GitHub", "3,904"]],
            "downloads": [("CSV", "#chart"), ("SVG", "#chart")],
        },
    )
