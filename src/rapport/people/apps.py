from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rapport.people"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere
        from rapport.ledger.withdraw import also, unless

        also("rapport.people.leaving.leave")
        unless("rapport.people.told_of.told_of")
        elsewhere("rapport.people.topics.forgetting.forget")
        elsewhere("rapport.people.segments.forgetting.forget")
