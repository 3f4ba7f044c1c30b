"""What a name says of whether a bot has it. Pure."""

import re
from enum import IntEnum


class Says(IntEnum):
    NOTHING = 0
    MAYBE = 1
    """People have such names too: Shawnbot, Doctor Bob's mirror."""
    LIKELY = 2
    """Hardly anybody else: acme-jenkins, llvm-mirror."""
    SURE = 3
    """Nobody else: `dependabot[bot]`, `release-bot`."""


_BOT = "bot|robot|бот|робот|ボット|机器人|機器人|봇"
"""As it is written where people write other scripts."""
_MACHINES = (
    "action|auto|automation|backport|build|bump|changelog|ci|commit|coverage|deploy|discourse|docs|forum|git|github"
    "|gitlab|issue|jenkins|lint|merge|news|release|review|robot|slack|stale|sync|test|translation|travis|triage|update"
    "|version|welcome|workflow"
)
"""What stands before a separate `bot` where no person is meant."""
_SURE = re.compile(
    rf"[\[({{【（](?:{_BOT})[\])}}】）]$|^[\[({{【（](?:{_BOT})[\])}}】）]"
    rf"|(?:^|[-_])(?:bot|бот)$|\b(?:{_MACHINES})s? bot$"
    r"|^(?:dependabot|renovate|greenkeeper|travis|jenkins|buildbot|codecov|mergify|stale"
    r"|semantic-release|github-actions|pre-commit-ci|allcontributors|imgbot|snyk|web-flow|discobot|system)"
    r"(?:[-_ ]?bot)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r" (?:bot|бот)$", re.IGNORECASE)
"""Machines mostly, and people of that family name: Jan Bot."""
_CAMEL = re.compile(r"[a-z0-9]Bot\d*$")
_MACHINE = re.compile(
    r"(?:^|[-_.])(?:jenkins|gerrit|mirror(?:er|s)?|ci|builder|buildbot|deployer?|importer|crawler|automation|auto"
    r"|machine-user|syncer)(?:$|[-_.])"
    r"|[a-z](?:gerrit|sysadmins)$",
    re.IGNORECASE,
)
"""Of handles: people are called Tom Jenkins."""
_CAMEL_MACHINE = re.compile(r"[a-z](?:Build|Jenkins|CI|UpdateSystem|Mirror)$")
_ENDS = re.compile(rf"(?:{_BOT})\d*$", re.IGNORECASE)


def says(name: str) -> Says:
    """Of one name or handle."""
    called = name.strip()
    if _SURE.search(called):
        return Says.SURE
    forms = (_NAMED,) if " " in called else (_CAMEL, _MACHINE, _CAMEL_MACHINE)
    if any(form.search(called) for form in forms):
        return Says.LIKELY
    return Says.MAYBE if _ENDS.search(called) else Says.NOTHING
