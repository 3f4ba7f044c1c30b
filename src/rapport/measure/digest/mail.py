"""A digest as a mail: text and HTML, its pictures inside, and the way out in its head."""

from email.mime.image import MIMEImage
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from rapport.accounts.models import User
from rapport.measure.charts.draw import png_file
from rapport.measure.charts.picture import Size, picture_of
from rapport.measure.digest.shown import shown
from rapport.measure.digest.telling import Digest
from rapport.measure.digest.week import Week

DRAWN = Size(560, 190, lines=2)
_signer = signing.Signer(salt="rapport.digest.stop")


def stop_url(user: User) -> str:
    """Where the digest is stopped without signing in: RFC 8058 wants one click."""
    return settings.PUBLIC_URL + reverse("measure:digest-stop", args=[_signer.sign(str(user.pk))])


def of_stop(written: str) -> User | None:
    """Whose it is; None where nobody's."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(written))).first()
    except signing.BadSignature:
        return None


def message(digest: Digest, user: User) -> EmailMultiAlternatives:
    stop, drawn = stop_url(user), _drawn(digest)
    context = _context(digest) | {"stop": stop, "pictures": [_cid(place) for place in range(len(drawn))]}
    mail = EmailMultiAlternatives(
        f"{digest.week.span.first:%-d %B} to {digest.week.span.last:%-d %B}: {digest.short}",
        render_to_string("measure/mail/digest.txt", context),
        to=[user.email],
        headers={
            "Message-ID": message_id(digest.week, user),
            "List-ID": f"The weekly digest <digest.{_host()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("measure/mail/digest.html", context), "text/html")
    mail.mixed_subtype = "related"  # type: ignore[attr-defined]  # the stubs do not know it
    for place, picture in enumerate(drawn):
        image = MIMEImage(picture, "png")
        image.add_header("Content-ID", f"<{_cid(place)}>")
        image.add_header("Content-Disposition", "inline", filename=f"chart-{place + 1}.png")
        mail.attach(image)
    return mail


def as_text(digest: Digest) -> str:
    """For a terminal: the mail's text without the way out."""
    return render_to_string("measure/mail/digest.txt", _context(digest))


def _context(digest: Digest) -> dict[str, Any]:
    home = settings.PUBLIC_URL
    there = home + reverse("measure:digest-week", args=[str(digest.week)])
    return {"digest": digest, "shown": shown(digest, home), "there": there, "home": home}


def message_id(week: Week, user: User) -> str:
    """The same for the same mail, so that mailboxes that know it show it once."""
    return f"<digest-{week}-{user.pk}@{_host()}>"


def _drawn(digest: Digest) -> list[bytes]:
    pictures = [picture_of(answer, answer.metric.title, DRAWN, marks=digest.marks) for answer in digest.drawn]
    return [png_file(picture) for picture in pictures if picture.points]


def _cid(place: int) -> str:
    return f"chart-{place + 1}@{_host()}"


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
