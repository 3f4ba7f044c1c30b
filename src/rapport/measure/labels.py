"""What people call a group of an answer."""

from rapport.measure.answer import Answer
from rapport.measure.catalogue import Metric
from rapport.measure.question import UNTOLD, By
from rapport.measure.topics.labels import topic_label
from rapport.text.names import language_name
from rapport.words.kinds import BY_NAME
from rapport.words.platforms import name_of

_SIDES = {"community": "community", "team": "team", "bot": "bots", "unnamed": "author not named"}


def group_label(answer: Answer, group: str) -> str:
    return label_of(answer.metric, answer.question.by, group)


def label_of(metric: Metric, by: By | None, group: str) -> str:
    """As the metric calls a group of its own, or as everybody calls a platform, a kind, a side or a language."""
    if metric.own:
        return metric.labels(group)
    if by is By.KIND and group in BY_NAME:
        return BY_NAME[group].plural
    if by is By.PLATFORM:
        return name_of(group)
    if by is By.TOPIC:
        return topic_label(group)
    if by is By.LANGUAGE:
        return "no language told" if group == UNTOLD else language_name(group)
    return _SIDES.get(group, group)
