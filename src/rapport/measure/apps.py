from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "rapport.measure"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere

        elsewhere("rapport.measure.annotations.forgetting.forget")
        elsewhere("rapport.measure.boards.forgetting.forget")
        elsewhere("rapport.measure.topics.forgetting.forget")
