"""Give a command the home's database for as long as it runs."""

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command with the database up and Django ready; import Django's models inside the command."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.settings")
        django.setup()
        return command(*args, **kwargs)

    return run
