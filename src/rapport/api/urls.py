from django.urls import path
from ninja import NinjaAPI

from rapport.api import (
    annotations,
    boards,
    measure,
    members,
    network,
    noticed,
    organisations,
    segments,
    status,
    stories,
    tasks,
    today,
)
from rapport.api.errors import tell_errors
from rapport.api.guard import RATE, OftenEnough, see
from rapport.api.writing import Written

api = NinjaAPI(
    title="Rapport",
    version="1",
    description="What the pages show, for programs. Send a token of yours; errors say what to do.",
    docs_url=None,  # its page loads scripts from a CDN
    urls_namespace="api",
    auth=see,
    throttle=OftenEnough(RATE),
    renderer=Written(),
)
api.add_router("/measure/annotations", annotations.router)
api.add_router("/measure/boards", boards.router)
api.add_router("/measure", noticed.router)
api.add_router("/measure", stories.router)
api.add_router("/measure", network.router)
api.add_router("/measure", measure.router)  # the last: it answers whatever stands there as a metric's name
api.add_router("/members", members.router)
api.add_router("/organisations", organisations.router)
api.add_router("/segments", segments.router)
api.add_router("/status", status.router)
api.add_router("/tasks", tasks.router)
api.add_router("/today", today.router)
tell_errors(api)

urlpatterns = [path("", api.urls)]
