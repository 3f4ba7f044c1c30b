"""Every component of the design system with all its states, on sample content."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from rapport.accounts.permissions import Permission, needs
from rapport.console.marks import LETTERS
from rapport.text.shown import shown


class SampleForm(forms.Form):
    name = forms.CharField(help_text="What people call them.")
    email = forms.EmailField(label="E-mail", required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    side = forms.ChoiceField(choices=[("community", "Community"), ("team", "Team"), ("bot", "Bot")])
    fixed = forms.CharField(initial="Set by the environment", disabled=True)
    weekly = forms.BooleanField(label="Write to me once a week", required=False)


_PEOPLE = (
    ("Ada Lovelace", "github", 1204, 7, "first pull request: Note G, with a diagram"),
    ("Grace Hopper", "discourse", 318, 130, "answered a question for the 100th time"),
    ("Karen Spärck Jones", "git", 42, 4400, "first commit"),
    ("edsger", "discourse", 7, 4_320_000, "a letter that considers many things, " * 6),
)
"""Name, platform, activities, minutes since the last one, what to say of them."""


_SAID = """@ada, does `make` work for you? The docs (https://docs.example.org/install/from-source#requirements) say:

```sh
sudo apt install make
make all
```
It fails here."""


def _people() -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"name": name, "platform": platform, "count": count, "at": now - timedelta(minutes=minutes), "line": line}
        for name, platform, count, minutes, line in _PEOPLE
    ]


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
            "said": shown(_SAID, most=280, known={"ada": "#said"}),
            "page_obj": Paginator(range(1284), 50).page(3),
            "platforms": LETTERS,
            "drawing": render_to_string("console/kit_drawing.svg"),
            "chart_head": ["Platform", "Posts"],
            "chart_rows": [["Discourse", "24,120"], ["git", "8,210"], ["GitHub", "3,904"]],
            "downloads": [("CSV", "#chart"), ("SVG", "#chart")],
        },
    )
