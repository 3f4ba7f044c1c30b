"""What the API answers as JSON: as `--json` of a command writes it."""

from typing import Any

from django.http import HttpRequest
from ninja.renderers import BaseRenderer

from rapport.words.json import written


class Written(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return written(data)
