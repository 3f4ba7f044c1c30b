"""Jobs of the room of numbers."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="measure.digest", queueing_lock="measure.digest", lock="measure.digest")
def send_digests(timestamp: int) -> None:
    """Send the weekly digests that are due; most of the time none is, which a query tells."""
    from rapport.measure.digest.sending import send_due

    send_due()
