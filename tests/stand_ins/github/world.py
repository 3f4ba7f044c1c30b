"""What happens on a made-up GitHub: people open, say, close, merge, and everything has an id and a time.

Objects are kept as the REST API shows them. Its clock goes on by a second with whatever happens.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

Json = dict[str, Any]
SITE, API = "https://github.com", "https://api.github.com"


class World:
    def __init__(self, name: str = "pond/reeds") -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.name = name
        self.id = 4_001
        self._ids = count(10_001)
        self._numbers = count(1)
        self._people: dict[str, Json] = {}
        self.issues: list[Json] = []
        """Pull requests among them, as GitHub has it."""
        self.pulls: dict[int, Json] = {}
        """What only a pull request has, by its number."""
        self.comments: list[Json] = []
        self.remarks: list[Json] = []
        self.reviews: dict[int, list[Json]] = defaultdict(list)
        self.events: list[Json] = []
        self.releases: list[Json] = []
        self.stars: list[Json] = []
        self.forks: list[Json] = []
        self.discussions: list[Json] = []

    def tick(self, **by: float) -> str:
        self.now += timedelta(**by or {"seconds": 1})
        return f"{self.now:%Y-%m-%dT%H:%M:%SZ}"

    def person(self, login: str) -> Json:
        if login not in self._people:
            self._people[login] = {"login": login, "id": 100 + len(self._people), "type": "User",
                                   "html_url": f"{SITE}/{login}"}  # fmt: skip
        return self._people[login]

    @property
    def repository(self) -> Json:
        owner, _, name = self.name.partition("/")
        return {"id": self.id, "name": name, "full_name": self.name, "private": False, "fork": False,
                "owner": self.person(owner), "html_url": f"{SITE}/{self.name}", "url": f"{API}/repos/{self.name}",
                "has_issues": True, "has_discussions": True}  # fmt: skip

    def open_issue(self, by: str, title: str, body: str = "") -> Json:
        return self._thread(by, title, body, "issues")

    def open_pull(self, by: str, title: str, body: str = "") -> Json:
        made = self._thread(by, title, body, "pull")
        made["pull_request"] = {"url": f"{API}/repos/{self.name}/pulls/{made['number']}", "merged_at": None}
        self.pulls[made["number"]] = {
            "additions": 12,
            "deletions": 3,
            "changedFiles": 2,
            "mergedBy": None,
            "commits": 1,
        }
        return made

    def _thread(self, by: str, title: str, body: str, page: str) -> Json:
        at, number = self.tick(), next(self._numbers)
        made = {
            "id": next(self._ids), "number": number, "title": title, "body": body, "user": self.person(by),
            "state": "open", "comments": 0, "created_at": at, "updated_at": at, "closed_at": None,
            "html_url": f"{SITE}/{self.name}/{page}/{number}", "url": f"{API}/repos/{self.name}/issues/{number}",
            "repository_url": f"{API}/repos/{self.name}", "author_association": "NONE",
        }  # fmt: skip
        self.issues.append(made)
        return made

    def comment(self, issue: Json, by: str, body: str) -> Json:
        at, id_ = self.tick(), next(self._ids)
        made = {
            "id": id_, "user": self.person(by), "body": body, "created_at": at, "updated_at": at,
            "issue_url": issue["url"], "html_url": f"{issue['html_url']}#issuecomment-{id_}",
            "url": f"{API}/repos/{self.name}/issues/comments/{id_}", "author_association": "NONE",
        }  # fmt: skip
        self.comments.append(made)
        issue |= {"comments": issue["comments"] + 1, "updated_at": at}
        return made

    def edit(self, thing: Json, body: str) -> Json:
        thing |= {"body": body, "updated_at": self.tick()}
        return thing

    def close(self, issue: Json, by: str) -> Json:
        at = self.tick()
        issue |= {"state": "closed", "closed_at": at, "updated_at": at}
        return self._event(issue, by, "closed", at)

    def reopen(self, issue: Json, by: str) -> Json:
        at = self.tick()
        issue |= {"state": "open", "closed_at": None, "updated_at": at}
        return self._event(issue, by, "reopened", at)

    def merge(self, pull: Json, by: str) -> Json:
        at = self.tick()
        pull |= {"state": "closed", "closed_at": at, "updated_at": at}
        pull["pull_request"]["merged_at"] = at
        self.pulls[pull["number"]]["mergedBy"] = self.person(by)
        return self._event(pull, by, "merged", at)

    def _event(self, issue: Json, by: str, event: str, at: str) -> Json:
        id_ = next(self._ids)
        made = {"id": id_, "event": event, "actor": self.person(by), "created_at": at, "commit_id": None,
                "url": f"{API}/repos/{self.name}/issues/events/{id_}", "issue": issue}  # fmt: skip
        self.events.append(made)
        return made

    def review(self, pull: Json, by: str, state: str, body: str = "") -> Json:
        at, id_ = self.tick(), next(self._ids)
        made = {"id": id_, "user": self.person(by), "state": state, "body": body, "submitted_at": at,
                "html_url": f"{pull['html_url']}#pullrequestreview-{id_}",
                "pull_request_url": pull["pull_request"]["url"]}  # fmt: skip
        self.reviews[pull["number"]].append(made)
        pull["updated_at"] = at
        return made

    def remark(self, pull: Json, by: str, body: str, answers: Json | None = None) -> Json:
        at, id_ = self.tick(), next(self._ids)
        made = {
            "id": id_, "user": self.person(by), "body": body, "created_at": at, "updated_at": at, "path": "reeds.py",
            "diff_hunk": "@@ -1 +1 @@", "pull_request_url": pull["pull_request"]["url"], "commit_id": "a" * 40,
            "html_url": f"{pull['html_url']}#discussion_r{id_}",
            "url": f"{API}/repos/{self.name}/pulls/comments/{id_}",
        }  # fmt: skip
        if answers:
            made["in_reply_to_id"] = answers["id"]
        self.remarks.append(made)
        pull["updated_at"] = at
        return made

    def discuss(self, by: str, title: str, body: str) -> Json:
        at, number = self.tick(), next(self._numbers)
        made = {"id": next(self._ids), "number": number, "title": title, "body": body, "user": self.person(by),
                "created_at": at, "updated_at": at, "html_url": f"{SITE}/{self.name}/discussions/{number}",
                "said": [], "answer": None, "answered_at": None}  # fmt: skip
        self.discussions.append(made)
        return made

    def discuss_on(self, discussion: Json, by: str, body: str, under: Json | None = None) -> Json:
        at, id_ = self.tick(), next(self._ids)
        made = {"id": id_, "user": self.person(by), "body": body, "created_at": at, "updated_at": at, "said": [],
                "html_url": f"{discussion['html_url']}#discussioncomment-{id_}", "discussion": discussion}  # fmt: skip
        (under or discussion)["said"].append(made)
        discussion["updated_at"] = at
        return made

    def accept(self, discussion: Json, answer: Json) -> None:
        at = self.tick()
        discussion |= {"answer": answer, "answered_at": at, "updated_at": at}

    def release(self, by: str, tag: str, body: str = "") -> Json:
        at, id_ = self.tick(), next(self._ids)
        made = {"id": id_, "tag_name": tag, "name": tag, "body": body, "author": self.person(by), "draft": False,
                "prerelease": False, "created_at": at, "published_at": at, "updated_at": at,
                "url": f"{API}/repos/{self.name}/releases/{id_}",
                "html_url": f"{SITE}/{self.name}/releases/tag/{tag}"}  # fmt: skip
        self.releases.append(made)
        return made

    def star(self, by: str) -> Json:
        made = {"starred_at": self.tick(), "user": self.person(by)}
        self.stars.append(made)
        return made

    def fork(self, by: str) -> Json:
        at, id_ = self.tick(), next(self._ids)
        name = f"{by}/{self.name.partition('/')[2]}"
        made = {"id": id_, "full_name": name, "owner": self.person(by), "created_at": at, "fork": True,
                "html_url": f"{SITE}/{name}", "url": f"{API}/repos/{name}"}  # fmt: skip
        self.forks.append(made)
        return made


def everything() -> World:
    """One of each thing."""
    world = World()
    issue = world.open_issue("ana", "The reeds do not bend", "How do I bend them?")
    world.comment(issue, "bo", "With wind.")
    world.close(issue, "bo")
    pull = world.open_pull("cy", "Let them bend")
    world.remark(pull, "bo", "Why so much?", world.remark(pull, "cy", "See here."))
    world.review(pull, "bo", "APPROVED", "Fine.")
    world.merge(pull, "ana")
    talk = world.discuss("di", "What is a reed?", "I wonder.")
    answer = world.discuss_on(talk, "ana", "A plant.")
    world.discuss_on(talk, "di", "Thanks.", answer)
    world.accept(talk, answer)
    world.release("ana", "v1.0", "It bends.")
    world.star("ed")
    world.fork("fay")
    return world
