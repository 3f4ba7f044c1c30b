from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rapport.accounts"

    def ready(self) -> None:
        from rapport.accounts import watch  # noqa: F401  # importing connects the signals
