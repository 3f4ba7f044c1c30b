"""No more digests, by the link in each of them: without signing in, and with one click of the mail program (RFC 8058).

Opening it changes nothing, as mail scanners open what they find; only sending it does.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from rapport.accounts import audit
from rapport.accounts.permissions import public
from rapport.measure.digest.mail import of_stop
from rapport.measure.models import DigestWish


@public
@csrf_exempt  # a mail program knows nothing of our forms; the signed address says whose digest it is
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    user = of_stop(token)
    if user is None:
        return render(request, "measure/digest_stop.html", {"gone": True}, status=404)
    if request.method == "POST" and DigestWish.objects.filter(user=user).delete()[0]:
        audit.record(user, "digest.stopped", user, by="the link in the mail")
    wanted = DigestWish.objects.filter(user=user).exists()
    return render(request, "measure/digest_stop.html", {"wanted": wanted})
