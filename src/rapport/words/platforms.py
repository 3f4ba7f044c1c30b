"""What people call each platform, by the key that activities carry."""

NAMES = {
    "bluesky": "Bluesky",
    "calendar": "Calendar",
    "dev": "DEV",
    "discord": "Discord",
    "discourse": "Discourse",
    "email": "E-mail",
    "feed": "Feeds",
    "git": "git",
    "github": "GitHub",
    "googlechat": "Google Chat",
    "hackernews": "Hacker News",
    "irc": "IRC",
    "linkedin": "LinkedIn",
    "log": "In person",
    "mastodon": "Mastodon",
    "matrix": "Matrix",
    "mattermost": "Mattermost",
    "meeting": "Meetings",
    "rapport": "Rapport",
    "reddit": "Reddit",
    "slack": "Slack",
    "stackexchange": "Stack Exchange",
    "telegram": "Telegram",
    "threads": "Threads",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
    "zulip": "Zulip",
}


def name_of(platform: str) -> str:
    """Its name; of a platform that has none here, the key as a word."""
    return NAMES.get(platform) or platform.capitalize()
