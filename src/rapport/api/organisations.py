"""Organisations whose people take part, to read."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from rapport.people.current import current
from rapport.people.formats import organisation_as_json
from rapport.people.organisations.rollup import organisations as listed

router = Router(tags=["organisations"])


class OrganisationOut(Schema):
    id: int
    organisation: str = Field(description="Its name.")
    domains: list[str] = Field(description="From which its people write.")
    people: int = Field(description="Ever.")
    active: int = Field(description="Who did something in the last year of the data while they were there.")
    contributions: int = Field(description="Of these in that year.")


@router.get("", response=list[OrganisationOut], summary="Organisations, the most active first")
def organisations(request: HttpRequest) -> list[dict[str, Any]]:
    return [organisation_as_json(row) for row in listed(current())]
