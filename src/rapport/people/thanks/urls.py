from django.urls import path

from rapport.people.thanks.pages import consent, contact, often, put_off, refuse, thanks, undo, wrote

urlpatterns = [
    path("thanks/", thanks.page, name="thanks"),
    path("thanks/often/", often.page, name="thanks-often"),
    path("thanks/undo/<str:what>/<int:number>/", undo.page, name="thanks-undo"),
    path("<int:number>/contact/", contact.page, name="contact"),
    path("<int:number>/contact/wrote/", wrote.page, name="contact-wrote"),
    path("<int:number>/contact/put-off/", put_off.page, name="contact-put-off"),
    path("<int:number>/contact/refuse/", refuse.page, name="contact-refuse"),
    path("<int:number>/contact/consent/", consent.page, name="contact-consent"),
]
