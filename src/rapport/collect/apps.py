from django.apps import AppConfig


class CollectConfig(AppConfig):
    name = "rapport.collect"

    def ready(self) -> None:
        from rapport.ledger.erase import elsewhere

        elsewhere("rapport.collect.forgetting.forget", "rapport.collect.forgetting.tell")
