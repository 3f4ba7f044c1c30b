"""What sign-in pages need to know of the home."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mail_is_set_up() -> bool:
    return bool(settings.EMAIL_URL)
