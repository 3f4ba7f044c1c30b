"""Every error of the API has one shape: what happened, in words, and what to do about it."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from rapport.measure.annotations.kept import AnnotationRefused, AnnotationUnknown
from rapport.measure.catalogue import MetricUnknown
from rapport.measure.question import QuestionRefused
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing


class Problem(Schema):
    error: str
    """A word for programs: `question-refused`."""
    message: str
    """What happened."""
    remedy: str
    """What to do."""
    field: str | None = None
    """The parameter that is to blame, if one is."""


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(problem.message)
        self.status = status
        self.problem = problem


NOT_SIGNED_IN = Problem(
    error="not-signed-in",
    message="Nobody is signed in, and no token was sent.",
    remedy="Make a token on Settings, Security, API tokens, and send it: 'Authorization: Bearer rapport_…'.",
)
TOO_OFTEN = Problem(error="too-often", message="Too many requests in a minute.", remedy="Wait as Retry-After says.")
NOT_THERE = Problem(error="not-there", message="There is nothing at this address.", remedy="See /api/openapi.json.")


def _refused(error: Exception | type[Exception]) -> tuple[int, Problem]:
    match error:
        case Refused():
            return error.status, error.problem
        case QuestionRefused():
            return 400, Problem(error="question-refused", message=error.problem, remedy=error.remedy, field=error.field)
        case WantedRefused():
            return 400, Problem(error="segment-refused", message=error.problem, remedy=error.remedy, field="where")
        case AnnotationRefused():
            return 400, Problem(
                error="annotation-refused", message=error.problem, remedy=error.remedy, field=error.field
            )
        case AnnotationUnknown():
            return 404, Problem(error="annotation-unknown", message=str(error), remedy="GET /api/measure/annotations.")
        case MetricUnknown():
            return 404, Problem(error="metric-unknown", message=str(error), remedy="GET /api/measure lists them.")
        case CopyMissing():
            return 409, Problem(error="nothing-copied", message=str(error), remedy="Import something, then ask again.")
        case ValidationError():
            first = error.errors[0]
            field = str(first["loc"][-1])
            return 422, Problem(
                error="not-valid", message=f"{field}: {first['msg']}.", remedy="See /api/openapi.json.", field=field
            )
        case AuthenticationError():
            return 401, NOT_SIGNED_IN
        case Throttled():
            return 429, TOO_OFTEN
        case HttpError():
            return error.status_code, Problem(error="refused", message=str(error), remedy="See /api/openapi.json.")
        case _:
            return 404, NOT_THERE


TOLD = (
    Refused, AnnotationRefused, AnnotationUnknown, QuestionRefused, WantedRefused, MetricUnknown, CopyMissing,
    ValidationError, HttpError, Http404,
)  # fmt: skip


def tell_errors(api: NinjaAPI) -> None:
    """Let this API answer each of these errors with a `Problem`."""

    def tell(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        status, problem = _refused(error)
        answer = api.create_response(request, problem.dict(exclude_none=True), status=status)
        if isinstance(error, Throttled) and error.wait:
            answer["Retry-After"] = str(error.wait)
        return answer

    for kind in TOLD:
        api.add_exception_handler(kind, tell)
