from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "rapport.measure"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere
        from rapport.measure.boards.forgetting import forget

        elsewhere(forget)
