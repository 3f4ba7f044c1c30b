"""How one person writes on one platform: in small letters in a chat, with a greeting and a name in a mail."""

from random import Random

from rapport.demo.people import Person
from rapport.demo.places import Place

_HELLO = ("Hi all,", "Hello,", "Hi,", "Hey folks,", "Hi everyone,", "Good morning,")
_BYE = ("Thanks,", "Best,", "Thanks in advance,", "Cheers,", "Regards,")


def spoken(chance: Random, person: Person, place: Place, text: str) -> str:
    """A text as they would say it in the middle of a conversation."""
    if place.chat and person.terse and "`" not in text[:1]:
        text = text[0].lower() + text[1:] if text[:2].istitle() or text[1:2] == " " else text
        return text.removesuffix(".")
    return text


def written(chance: Random, person: Person, place: Place, text: str, *, mail: bool, polite: bool) -> str:
    """A text as they would begin with it."""
    if mail:
        return f"{chance.choice(_HELLO)}\n\n{text}\n\n{chance.choice(_BYE)}\n{person.given}"
    if polite and place.titled and not person.terse and chance.random() < 0.3:
        return f"{chance.choice(_HELLO)}\n\n{text}"
    return spoken(chance, person, place, text)
