"""Template filters of the people pages."""

from django import template

from rapport.people import links
from rapport.text import names

register = template.Library()
register.filter("called", links.called)
register.filter("language_name", names.language_name)
