"""What the form of an annotation offers, holds and leads back to."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from rapport.measure.annotations.kept import FIELDS
from rapport.measure.models import Annotation
from rapport.people.acts import Acts
from rapport.words.platforms import name_of


def typed(values: Mapping[str, str]) -> dict[str, str]:
    """The fields as somebody typed them."""
    return {name: str(values.get(name, "")) for name in FIELDS}


def choices(acts: Acts) -> dict[str, object]:
    return {
        "kinds": Annotation.Kind.choices,
        "platforms": [(platform, name_of(platform)) for platform in acts.spans],
    }


def led_back(request: HttpRequest) -> str:
    """The chart that somebody came from, else the list."""
    back = request.POST.get("back", "")
    ours = back.startswith(reverse("measure:overview")) and url_has_allowed_host_and_scheme(back, None)
    return back if ours else reverse("measure:annotations")
