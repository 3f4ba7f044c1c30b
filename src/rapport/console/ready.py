"""What the web process reads before anybody waits for it: templates, and the icons that they and the palette name."""

import re
from functools import cache
from pathlib import Path

from django.template.loader import get_template
from django.template.utils import get_app_template_dirs

from rapport.console.finding import ACTIONS, PAGES
from rapport.console.pages.today import ICONS
from rapport.console.templatetags.kit import icon
from rapport.people.readying import beforehand

_ICON = re.compile(r'\{% icon "([\w-]+)"')


@cache
def _make_ready() -> None:
    """Takes under a second. An icon's first use alone reads the whole of the wheel's archive of icons (9 ms)."""
    for name in (*(place.icon for place in (*PAGES, *ACTIONS)), *ICONS.values()):
        icon(name)
    ours = Path(__file__).parents[1]
    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(ours):
            for file in sorted(folder.rglob("*.html")):
                get_template(str(file.relative_to(folder)))
                for name in _ICON.findall(file.read_text("utf-8")):
                    icon(name)


beforehand(lambda _: _make_ready())
