"""What GitHub is asked by GraphQL: what REST tells not at all (discussions), or one by one (reviews, lines changed).

Newest first everywhere: what changes while one reads moves to the front, where the next pass finds it.
Source: docs.github.com/graphql, reference.
"""

_PAGE = "pageInfo{endCursor hasNextPage}"
_WHO = """
fragment who on Actor{__typename login ...on User{databaseId name} ...on Bot{databaseId}
 ...on Organization{databaseId} ...on Mannequin{databaseId}}
"""
_SAID = "url body createdAt updatedAt author{...who} authorAssociation"
_REVIEWS = f"{_PAGE} nodes{{id fullDatabaseId state submittedAt {_SAID}}}"
_PULL = """
fragment pull on PullRequest{id fullDatabaseId number url title body state isDraft createdAt updatedAt closedAt mergedAt
 mergedBy{...who} author{...who} authorAssociation additions deletions changedFiles comments{totalCount}
 commits{totalCount} reactionGroups{content reactors{totalCount}}}
"""
_COMMENT = f"id databaseId isAnswer {_SAID}"
_REPLIES = f"{_PAGE} nodes{{{_COMMENT}}}"
_COMMENTS = f"{_PAGE} nodes{{{_COMMENT} replies(first:20){{{_REPLIES}}}}}"
_DISCUSSION = """
fragment discussion on Discussion{id databaseId number url title body closed createdAt updatedAt closedAt stateReason
 author{...who} authorAssociation answerChosenAt answer{id} reactionGroups{content reactors{totalCount}}}
"""


def _of_repository(inner: str) -> str:
    return (
        "query($owner:String!,$name:String!,$after:String)"
        f"{{repository(owner:$owner,name:$name){{nameWithOwner databaseId {inner}}}}}"
    )


PULLS = (
    _of_repository(
        f"pullRequests(first:40,after:$after,orderBy:{{field:UPDATED_AT,direction:DESC}}){{{_PAGE}"
        f" nodes{{...pull reviews(first:30){{{_REVIEWS}}}}}}}"
    )
    + _PULL
    + _WHO
)
DISCUSSIONS = (
    _of_repository(
        f"discussions(first:15,after:$after,orderBy:{{field:UPDATED_AT,direction:DESC}}){{{_PAGE}"
        f" nodes{{...discussion comments(first:20){{{_COMMENTS}}}}}}}"
    )
    + _DISCUSSION
    + _WHO
)
STARS = _of_repository(
    f"stargazers(first:100,after:$after,orderBy:{{field:STARRED_AT,direction:DESC}}){{{_PAGE}"
    " edges{starredAt node{__typename login databaseId name}}}"
)

DEEPER = {
    "reviews": "query($id:ID!,$after:String){node(id:$id){...on PullRequest{...pull"
    f" reviews(first:100,after:$after){{{_REVIEWS}}}}}}}}}" + _PULL + _WHO,
    "comments": "query($id:ID!,$after:String){node(id:$id){...on Discussion{...discussion"
    f" comments(first:50,after:$after){{{_COMMENTS}}}}}}}}}" + _DISCUSSION + _WHO,
    "replies": f"query($id:ID!,$after:String){{node(id:$id){{...on DiscussionComment{{{_COMMENT}"
    f" discussion{{...discussion}} replies(first:100,after:$after){{{_REPLIES}}}}}}}}}" + _DISCUSSION + _WHO,
}
"""Where a list inside an object goes on, each by the name of that list."""

TOTALS = (
    "query($owner:String!,$name:String!){repository(owner:$owner,name:$name){"
    "pullRequests{totalCount} discussions{totalCount} stargazers{totalCount}}}"
)
