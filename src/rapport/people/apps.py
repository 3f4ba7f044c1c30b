from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rapport.people"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere
        from rapport.ledger.withdraw import also, unless
        from rapport.people.leaving import leave
        from rapport.people.segments.forgetting import forget as forget_segments
        from rapport.people.told_of import told_of
        from rapport.people.topics.forgetting import forget

        also(leave)
        unless(told_of)
        elsewhere(forget)
        elsewhere(forget_segments)
