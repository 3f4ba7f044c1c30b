"""The conversations that are about a topic, as one can open them."""

from rapport.measure.models import Topic
from rapport.measure.topics.table import begun, with_topic
from rapport.measure.written import Written, written
from rapport.people.acts import Acts


def conversations(acts: Acts, topic: Topic, *, limit: int, offset: int = 0) -> list[Written]:
    """The newest first; what was deleted since is left out."""
    said = with_topic(acts, begun(acts))
    some = said.filter(said.topic == str(topic.pk)).order_by(said.first_at.desc(), said.id).limit(limit, offset=offset)
    return [one for one in written(acts.ask(some.select("id", "identity"))) if one]
