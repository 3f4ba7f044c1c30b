from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "rapport.measure"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere
        from rapport.measure.annotations.forgetting import forget as forget_in_annotations
        from rapport.measure.boards.forgetting import forget
        from rapport.measure.topics.forgetting import forget as forget_in_topics

        elsewhere(forget)
        elsewhere(forget_in_annotations)
        elsewhere(forget_in_topics)
