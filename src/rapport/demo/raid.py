"""Two days of spam on Discord: many new accounts with the same few texts, until they are thrown out."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from rapport.demo.happenings import SPAM_DAYS
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES
from rapport.demo.scene import Scene, act
from rapport.demo.truth import Mark
from rapport.words.identity import Identity

ACCOUNTS, MESSAGES = 60, 14
"""And how much each of them writes, on average."""
_TEXTS = (
    "FREE NITRO for the first 100 members, claim now: gift-drop{n}.example/claim",
    "I made $4,{n}00 this week with this signal group, DM me",
    "Airdrop is LIVE! connect your wallet at tide-airdrop{n}.example before it closes",
    "hi i am new, check my page for pics: meet-me{n}.example",
    "@everyone Tidemark token presale, 40% bonus today only: tidetoken{n}.example",
)


def spammers(chance: Random) -> list[Identity]:
    names = ("Lovely", "Crypto", "Gift", "Lucky", "Angel", "Promo", "Winner", "Vip")
    return [
        Identity(
            "discord", f"9777{number:012d}", f"{chance.choice(names).lower()}_{chance.randrange(1000, 9999)}", None
        )
        for number in range(ACCOUNTS)
    ]


def raid(scene: Scene, day: int, accounts: list[Identity], moderators: list[Person]) -> Iterator[Said]:
    """One of its days."""
    chance, plan = scene.chance, scene.plan
    rooms = PLACES["discord"].rooms[:3]
    for account in accounts:
        begins = chance.randrange(5 * 3600, 80_000)
        for _ in range(chance.randrange(1, MESSAGES)):
            at = plan.moment(day, min(begins + chance.expovariate(1 / 900), 86_399))
            channel = chance.choice(rooms).channel
            native_id = scene.ids.opening(channel, at)
            text = chance.choice(_TEXTS).replace("{n}", str(chance.randrange(1, 9)))
            said = act("message", native_id, at, account, channel, thread=native_id, text=text)
            yield Said(said, Mark("spam", native_id))
        if day_ends(chance):
            by = chance.choice(moderators).handles["discord"]
            at = plan.moment(day, 86_399) + timedelta(seconds=chance.randrange(7200))
            channel = rooms[1].channel
            native_id = f"banned/{account.native_id}/{day}"
            yield Said(act("moderation", native_id, at, by, channel, facts={"action": "banned"}))


def day_ends(chance: Random) -> bool:
    """Whether an account is thrown out at the end of a day."""
    return chance.random() < 1 / SPAM_DAYS
