"""The ledger's jobs. Each imports its work when it runs: every command loads this file, few need Arrow and DuckDB."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * * *")
@app.task(name="ledger.refresh", queueing_lock="ledger.refresh", lock="ledger.refresh", pass_context=False)
def refresh(timestamp: int) -> None:
    """Bring the copy up to date every ten seconds, so that pages are never more than a minute behind."""
    from rapport.ledger import copy

    copy.refresh(wait=False)


@app.periodic(cron="17 * * * *")
@app.task(name="ledger.sweep", queueing_lock="ledger.sweep", lock="ledger.refresh", pass_context=False)
def sweep(timestamp: int) -> None:
    """Remove replaced files each hour, so that deleted text is gone from the disk within a day."""
    from rapport.ledger import copy

    copy.tidy()
