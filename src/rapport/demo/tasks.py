"""The demo's job: what the door of the first page leaves behind. It imports its work when it runs: every command loads
this file."""

from datetime import datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from rapport.collect.alive import AlreadyRunning, may_go_on
from rapport.collect.models import Import
from rapport.collect.tasks import find_soon, follow_people


@app.task(
    name="demo.fill",
    lock="collect.run",
    pass_context=True,
    retry=RetryStrategy(max_attempts=20, wait=5, retry_exceptions={JobAborted, AlreadyRunning}),
)
def fill_home(context: JobContext, number: int, until: str, seed: int, people: int) -> None:
    """Simulate the community into its import. After a kill it goes on where it was, unless somebody had stopped it."""
    from rapport.collect.run import Paused, Progress
    from rapport.demo.fill import fill
    from rapport.demo.plan import Plan

    def look_up(_: Progress) -> None:
        if context.should_abort():
            raise Paused

    import_ = Import.objects.filter(pk=number).first()
    if import_ is None or not may_go_on(import_):
        return
    try:
        fill(import_, Plan(datetime.fromisoformat(until), seed, people), look_up)
    except Paused as paused:
        raise JobAborted from paused
    follow_people()
    find_soon(number)
