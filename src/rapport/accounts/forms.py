"""The forms by which one comes in: a name, a password that passes Django's checks."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from rapport.accounts.models import User

_NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class ComeIn(forms.Form):
    """For somebody invited: who they are, and the password they choose."""

    name = forms.CharField(max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=_NEW_PASSWORD,
        help_text="At least 10 characters; a short sentence does well.",
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if password := values.get("password"):
            user = User(email=values.get("email") or self._email, name=values.get("name", ""))
            try:
                password_validation.validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class FirstOwner(ComeIn):
    """For the very first person: also the address to sign in with."""

    email = forms.EmailField(label="Your e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    field_order = ("email", "name", "password")


class ComeBack(forms.Form):
    """For somebody who has a link: a new password, if the old one is forgotten."""

    password = forms.CharField(
        label="New password", required=False, strip=False, widget=_NEW_PASSWORD,
        help_text="Only if you have forgotten yours. At least 10 characters.",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password, self._user)
        return password
