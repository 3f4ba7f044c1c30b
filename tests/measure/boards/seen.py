"""A page of Measure as a browser has it."""

from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from rapport.accounts.models import AuditEntry


def seen(browser: Client, address: str, status: int = 200) -> HtmlElement:
    answer = browser.get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return html.fromstring(answer.content.decode())


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cards(page: HtmlElement) -> dict[str, HtmlElement]:
    """By their titles."""
    return {words(card.xpath("./h2")[0]): card for card in page.xpath("//section[contains(@class, 'board-card')]")}


def told(card: HtmlElement, part: str) -> str:
    """The card's `value`, or what stands `about` it."""
    return words(card.xpath(f"./div[contains(@class, 'figure')]/*[@class='{part}']")[0])


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
