"""Template tags of the kit: `icon`, `time`, `platform`, `avatar`."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_outline

from rapport.console.ago import ago, in_zone
from rapport.console.marks import mark_of

register = template.Library()

_TURNS = 12
"""Hues an avatar may have; as many as `.turn-…` in kit.css."""


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """An outline icon of Heroicons, hidden from screen readers: the words beside it say the same."""
    drawn: SafeString = heroicon_outline(name, size=18, **{"class": "icon", "aria-hidden": "true"})
    return drawn


@register.simple_tag
def time(at: datetime | None, form: str = "") -> str:
    """ "2 h", with the exact time on hover and for machines; with the form "ago" as in a sentence: "2 h ago".

    Nothing at all where no time is known.
    """
    if at is None:
        return ""
    now = timezone.localtime()
    local = in_zone(at, now.tzinfo)
    brief = ago(at, now)
    if form == "ago" and brief.endswith((" min", " h", " d")) and not brief.startswith("in "):
        brief += " ago"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        f"{local:%-d %B %Y, %H:%M:%S} {local.tzname()}",
        brief,
    )


@register.simple_tag
def platform(key: str) -> str:
    """A platform's mark and name."""
    mark = mark_of(key)
    return format_html(
        '<span class="platform on-{}"><span class="mark" aria-hidden="true">{}</span>{}</span>',
        key,
        mark.letters,
        mark.label,
    )


@register.filter
def platform_name(key: str) -> str:
    """A platform's name alone, where a mark cannot stand: in a select, in a sentence."""
    return mark_of(key).label


@register.simple_tag
def mark(key: str) -> str:
    """A platform's mark alone, its name on hover and for screen readers; where many rows repeat it."""
    found = mark_of(key)
    return format_html(
        '<span class="platform on-{}" title="{}"><span class="mark" aria-hidden="true">{}</span>'
        '<span class="hidden-text">{}</span></span>',
        key,
        found.label,
        found.letters,
        found.label,
    )


@register.simple_tag
def avatar(name: str, key: str = "", size: str = "") -> str:
    """Initials on a hue from the name, with a platform's mark in the corner if one is given; `size` may be large."""
    corner: str | SafeString = ""
    if key:
        corner = format_html('<span class="mark on-{}">{}</span>', key, mark_of(key).letters)
    return format_html(
        '<span class="avatar turn-{} {}" aria-hidden="true">{}{}</span>',
        crc32(name.encode("utf-8", "replace")) % _TURNS,
        size,
        initials(name),
        corner,
    )


def initials(name: str) -> str:
    """The first letters of the first and last word; of a single word its first two letters; "?" of none."""
    words = [word for word in re.split(r"[\s_.\-]+", name) if word and word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


@register.filter
def signed(value: float | None) -> str:
    """A change with its sign: "+12", "−3", "±0"."""
    if not value:
        return "±0"
    return f"{'+' if value > 0 else '−'}{abs(value):,g}"


@register.filter
def coded(text: str) -> SafeString:
    """A sentence of ours in which what stands between backticks is shown as code; everything else is escaped."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", conditional_escape(text)))  # noqa: S308  # escaped, and the tags are ours


_CODE = re.compile(r"`([^`\n]{1,200})`")


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """This page's query string with some values changed; None takes one away. For sort links and pagers."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = str(value)
    return f"?{values.urlencode()}"
