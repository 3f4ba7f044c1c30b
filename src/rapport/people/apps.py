from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rapport.people"

    def ready(self) -> None:
        from rapport.ledger.withdraw import also
        from rapport.people.leaving import leave

        also(leave)
