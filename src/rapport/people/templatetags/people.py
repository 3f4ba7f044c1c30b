"""Template filters of the people pages."""

from django import template

from rapport.people import links

register = template.Library()
register.filter("called", links.called)
