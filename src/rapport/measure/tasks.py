"""Jobs of the room of numbers."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="measure.digest", queueing_lock="measure.digest", lock="measure.digest")
def send_digests(timestamp: int) -> None:
    """Send the weekly digests that are due; most of the time none is, which a query tells."""
    from rapport.measure.digest.sending import send_due

    send_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="measure.topics", queueing_lock="measure.topics", lock="measure.topics", pass_context=False)
def topics(timestamp: int) -> None:
    """Read what conversations begin with, a minute at a time, and say what they are about."""
    from rapport.measure.topics.making import keep_up

    keep_up()
