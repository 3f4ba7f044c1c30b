from django.apps import AppConfig


class CollectConfig(AppConfig):
    name = "rapport.collect"

    def ready(self) -> None:
        from rapport.collect.forgetting import forget, tell
        from rapport.ledger.erase import elsewhere

        elsewhere(forget, tell)
