"""The last step of every link: the person is signed in by allauth, second step included."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from rapport.accounts.models import User


def sign_in(request: HttpRequest, user: User, by: str) -> HttpResponse:
    """Sign in and go to the first page; `by` says in the audit log which way they came.

    Whoever has a second step is asked for it: a link alone does not pass it.
    """
    response: HttpResponse = perform_login(request, user, signal_kwargs={"by": by})
    return response
