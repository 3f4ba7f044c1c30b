"""Until when a link or a badge works, as its form asks."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

DAY, NEVER = "day", "never"
LONGEST = 366
"""Days ahead that a day of one's own may be."""
ANYONE, TEAM = "anyone", "team"


class Ending(forms.Form):
    """`ends_at` is the choice as a time; None for never."""

    ends = forms.ChoiceField(label="Works for")
    day = forms.DateField(
        required=False, label="Last day", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="For a day of your own: up to a year from now, the whole day in UTC.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ends") == DAY and "day" not in self.errors:
            today, day = timezone.now().astimezone(UTC).date(), cleaned.get("day")
            if day is None:
                self.add_error("day", "Choose the last day.")
            elif not today <= day <= today + timedelta(days=LONGEST):
                self.add_error("day", "Choose a day from today to a year from now.")
        return cleaned

    def ends_at(self) -> datetime | None:
        ends, day = self.cleaned_data["ends"], self.cleaned_data["day"]
        if ends == NEVER:
            return None
        return _end_of(day) if ends == DAY else timezone.now() + timedelta(days=int(ends))


class LinkForm(Ending):
    who = forms.ChoiceField(
        choices=[(ANYONE, "anyone who has the link, without signing in"), (TEAM, "only who is signed in here")],
        label="Who may open it",
    )
    field_order = ("who", "ends", "day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        never = (NEVER, "until it is taken back (only for who is signed in)")
        days = [("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days")]
        self.fields["ends"].choices = [*days, (DAY, "until a day of my own"), never]  # type: ignore[attr-defined]
        self.fields["ends"].initial = "30"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ends") == NEVER and cleaned.get("who") == ANYONE:
            self.add_error("ends", "A link that anyone may open needs an end.")
        return cleaned


class BadgeForm(Ending):
    title = forms.CharField(max_length=60, label="Words before the figure")
    field_order = ("title", "ends", "day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [("30", "30 days"), ("90", "90 days"), ("365", "a year")]
        self.fields["ends"].choices = [*days, (DAY, "until a day of my own")]  # type: ignore[attr-defined]
        self.fields["ends"].initial = "365"


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)
