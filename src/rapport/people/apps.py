from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rapport.people"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere
        from rapport.ledger.withdraw import also
        from rapport.people.leaving import leave
        from rapport.people.segments.forgetting import forget as forget_segments
        from rapport.people.topics.forgetting import forget

        also(leave)
        elsewhere(forget)
        elsewhere(forget_segments)
