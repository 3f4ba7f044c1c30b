"""Jobs of the people room."""

from procrastinate.contrib.django import app


@app.task(name="people.follow", queueing_lock="people.follow", lock="people.follow")
def follow() -> None:
    """Give new identities to their members; left behind by every import."""
    from rapport.people.follow import follow as follow_new

    follow_new()
