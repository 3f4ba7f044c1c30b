"""What Rapport asks of GitHub, and what the stand-in answers, against GitHub's own descriptions.

`make test-live` gets them from npm: `@octokit/graphql-schema` and `@octokit/openapi`, both made by GitHub from its own.
"""

import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, GraphQLSchema, build_schema, parse, validate
from jsonschema import Draft202012Validator

from rapport.platforms.github import questions
from rapport.platforms.github.polling import KINDS
from tests.stand_ins.github.server import TOKEN, GitHub, serving
from tests.stand_ins.github.shown import SCHEMA
from tests.stand_ins.github.world import everything

DESCRIBED = Path(os.environ.get("LIVE_DESCRIPTIONS", "/nowhere")) / "node_modules" / "@octokit"
ASKED = {"pulls": questions.PULLS, "discussions": questions.DISCUSSIONS, "stars": questions.STARS} | questions.DEEPER
PATHS = {f"/repos/{{owner}}/{{repo}}{kind.path}": kind.path for kind in KINDS.values() if kind.path}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DESCRIBED.exists(), reason="`make test-live` gets the descriptions"),
]


@pytest.fixture(scope="module")
def official() -> GraphQLSchema:
    """Not looked through for being sound: GitHub deprecates fields that interfaces still have."""
    return build_schema((DESCRIBED / "graphql-schema" / "schema.graphql").read_text(), assume_valid=True)


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads((DESCRIBED / "openapi" / "generated" / "api.github.com.json").read_bytes())


@pytest.mark.parametrize("name", [*ASKED, "totals"])
def test_what_is_asked_by_graphql_is_what_github_answers(official: GraphQLSchema, name: str) -> None:
    assert [str(problem) for problem in validate(official, parse((ASKED | {"totals": questions.TOTALS})[name]))] == []


def test_the_stand_in_has_no_field_that_github_has_not(official: GraphQLSchema) -> None:
    own = ("Count", "Query")
    for name, kind in SCHEMA.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__") and name not in own:
            real = official.type_map[name]
            assert isinstance(real, GraphQLObjectType)
            assert set(kind.fields) <= set(real.fields), name


@pytest.mark.parametrize("path", PATHS)
def test_the_stand_in_answers_as_github_describes(described: Any, path: str) -> None:
    """All that it sends has the type that GitHub says; it sends less than GitHub does."""
    answer = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = json.loads(json.dumps({**answer, "components": described["components"]}), object_hook=_nothing_needed)
    with serving(GitHub(everything())) as address:
        told = httpx.get(f"{address}/repos/pond/reeds{PATHS[path]}", headers={"Authorization": f"token {TOKEN}"}).json()
    assert told
    assert [problem.message for problem in Draft202012Validator(schema).iter_errors(told)] == []


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_that_is_asked_with_is_one_of_githubs(described: Any, path: str) -> None:
    asked = described["paths"][path]["get"]["parameters"]
    known = {one.get("name") or one["$ref"].rpartition("/")[2] for one in asked}
    kind = next(kind for kind in KINDS.values() if kind.path == PATHS[path])
    wanted = {"per-page", "page", *kind.params} | ({"since"} if kind.rising else set())
    assert not {name for name in wanted if not any(name in each for each in known)}


def _nothing_needed(value: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value.get("required"), list):
        del value["required"]
    if value.get("nullable") is True:
        value["type"] = [value["type"], "null"] if isinstance(value.get("type"), str) else value.get("type")
    return value
