"""What the team has yet to do for somebody, promises among it, to read."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rapport.api.profile import OpenTask
from rapport.people.formats import open_as_json
from rapport.people.notes.open import open_tasks

router = Router(tags=["tasks"])


class Asked(Schema):
    promise: bool | None = Field(None, description="true: only what was promised; false: only what was not.")


@router.get("", response=list[OpenTask], summary="Open tasks and promises, the next due first")
def tasks(request: HttpRequest, asked: Query[Asked]) -> list[dict[str, Any]]:
    found = open_tasks(datetime.now(UTC).date(), promise=asked.promise)
    return [open_as_json(one) for one in found]
