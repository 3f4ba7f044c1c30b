"""Addresses of the list with a segment in it."""

from django.urls import reverse
from django.utils.http import urlencode

from rapport.people.models import Segment


def to_text(text: str) -> str:
    return f"{reverse('people:list')}?{urlencode({'where': text})}" if text else reverse("people:list")


def to_segment(segment: Segment) -> str:
    return f"{reverse('people:list')}?{urlencode({'segment': segment.pk})}"
