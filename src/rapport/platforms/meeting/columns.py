"""What columns are called in the reports of Zoom, Teams, Meet, Luma, Meetup and Eventbrite, in several languages.

A header is compared in small letters, without what stands in parentheses and without marks. Where a product writes its
headers in the language of whoever exports, German, French, Spanish, Portuguese, Italian and Japanese are known.
"""

import re
from collections.abc import Sequence

WHO = {
    "name": (
        "name", "full name", "fullname", "user name", "display name", "guest name",
        "participant", "participant name", "attendee name", "registration name",
        "vollständiger name", "teilnehmer", "nom complet", "nom", "nombre completo", "nombre", "nome completo", "nome",
        "имя", "полное имя", "imię i nazwisko", "naam", "volledige naam", "namn", "navn", "ad soyad",
        "이름", "姓名", "全名",
        "名前", "名称", "名前 元の名前", "氏名",
    ),
    "first": ("first name", "vorname", "prénom", "nombre de pila", "primeiro nome", "名"),
    "last": (
        "last name", "surname", "nachname", "nom de famille", "apellido", "apellidos", "sobrenome", "cognome", "姓",
    ),
    "email": (
        "email", "user email", "e mail", "email address", "attendee email", "mail",
        "participant email", "e mail adresse",
        "benutzer e mail", "adresse e mail", "e mail de l utilisateur", "correo electrónico",
        "correo", "e mail do usuário",
        "адрес электронной почты", "электронная почта", "adres e mail", "e mailadres", "e posta",
        "이메일", "电子邮件", "邮箱",
        "用户电子邮件", "posta elettronica", "indirizzo e mail", "ユーザーのメール", "メール", "メール アドレス",
    ),
    "account": ("user id", "member id"),
    "profile": ("url of member profile", "member profile url"),
    "upn": ("participant id",),
    "asker": ("asker name",),
    "asker_email": ("asker email",),
    "answerer": ("answer name", "answered by", "answerer name"),
    "answerer_email": ("answer email", "answerer email"),
}  # fmt: skip
WHEN = {
    "join": (
        "join time", "joined at", "time joined", "first join", "first seen", "first join time", "entry time",
        "beitrittszeit", "beitrittszeitpunkt", "erster beitritt", "beitritt um", "heure d arrivée", "première arrivée",
        "première participation", "heure de connexion", "hora de unión", "hora de entrada", "primera unión",
        "hora para unirse", "primeira entrada", "ora di ingresso", "ora di accesso", "参加時刻", "参加時間", "加入时间",
    ),
    "leave": (
        "leave time", "left at", "time exited", "last leave", "last seen", "exit time", "last leave time",
        "verlassen um", "austrittszeit", "zeitpunkt des verlassens", "letztes verlassen", "letzter austritt",
        "heure de départ", "dernier départ", "heure de déconnexion", "hora de salida", "última salida",
        "hora para salir", "hora de saída", "última saída", "ora di uscita", "退出時刻", "退室時間", "离开时间",
    ),
    "minutes": (
        "duration", "total duration", "time in session", "in meeting duration", "time in call", "time spent",
        "attendance duration", "minutes", "minutes attended", "time spent in event", "watch time",
        "dauer", "gesamtdauer",
        "dauer in der besprechung", "durée",
        "durée totale", "durée de la réunion", "duración", "duración total", "duração",
        "duração total", "durata", "時間",
        "合計時間", "时长",
    ),
    "action": ("user action", "action", "benutzeraktion", "action de l utilisateur", "acción del usuario"),
    "time": ("timestamp", "utceventtimestamp", "zeitstempel", "horodateur", "marca de tiempo"),
    "registered": (
        "registration time", "registered at", "created at", "rsvped on", "order date",
        "registration date", "rsvp d on",
        "registrierungszeit", "heure d inscription", "hora de registro", "date registered", "order date time",
        "registered on", "registration date time", "fecha de registro", "data de inscrição", "登録時刻", "注册时间",
    ),
    "checked": (
        "checked in at", "check in time", "checked in", "check in date", "has joined event", "joined event at",
    ),
    "member_since": ("joined group on",),
    "asked": ("question time", "asked at"),
    "answered": ("answered time", "answer time"),
    "submitted": ("submitted date time", "submitted date and time"),
    "day": (
        "date attending", "event start date", "event date", "event start", "meeting start time", "session start time",
        "start time", "startzeit", "heure de début", "hora de inicio", "hora de início",
    ),
}  # fmt: skip
WHAT = {
    "status": ("approval status", "attendee status", "rsvp", "rsvp status", "guest status", "genehmigungsstatus"),
    "attended": ("attended", "attendance", "teilgenommen", "a participé", "asistió", "participou"),
    "event": ("event name", "event title", "topic", "meeting name", "session name", "webinar name", "meeting title"),
    "event_id": ("event id", "meeting id", "webinar id", "session id"),
    "order": ("order", "order id", "order no", "attendee", "barcode"),
    "guest": ("guest", "is guest", "gast", "invité", "invitado", "convidado", "ゲスト", "访客"),
    "guests": ("guests",),
    "question": ("question",),
    "answer": ("answer", "answers"),
    "role": ("role", "rolle", "rôle", "rol", "função", "ruolo", "役割"),
}  # fmt: skip
META = {
    "title": (
        "topic", "meeting title", "event name", "event title", "webinar name", "title", "meeting name", "thema",
        "besprechungstitel", "titre de la réunion", "sujet", "título de la reunión", "tema", "título da reunião",
        "título de reunião", "tópico", "titolo della riunione", "トピック", "会議のタイトル", "主题",
    ),
    "id": (
        "meeting id", "webinar id", "id", "meeting code", "besprechungs id", "meeting kennung", "id de réunion",
        "id de la reunión", "id da reunião", "ミーティング id", "会议 id",
    ),
    "start": (
        "start time", "actual start time", "scheduled time", "meeting start time", "startzeit", "heure de début",
        "hora de inicio", "hora de início", "ora di inizio", "開始時刻", "开始时间", "created on",
    ),
    "zone": ("time zone", "timezone", "zeitzone", "fuseau horaire", "zona horaria", "fuso horário"),
    "end": (
        "end time", "meeting end time", "endzeit", "heure de fin", "hora de finalización", "hora de término",
        "ended on",
    ),
}  # fmt: skip

_FIELDS = {alias: field for group in (WHO, WHEN, WHAT) for field, aliases in group.items() for alias in aliases}
_META = {alias: field for field, aliases in META.items() for alias in aliases}
_TOTALS = frozenset({"first join", "in meeting duration", "total duration", "erster beitritt", "première arrivée"})
_SURE = frozenset(
    {
        "user action", "utceventtimestamp", "benutzeraktion", "action de l utilisateur", "acción del usuario",
        "registration time", "registered at", "registration date", "date registered", "registered on",
        "registration date time", "registrierungszeit", "heure d inscription", "hora de registro", "fecha de registro",
        "data de inscrição", "登録時刻", "注册时间",
    }
)  # fmt: skip
"""What stands in no other table: a column `action` or `created at` does."""
_PARENTHESES = re.compile(r"[(（][^)）]*[)）]?")
_MARKS = re.compile(r"[\W_]+")


def plain(header: str) -> str:
    """`Name (Original Name)` → `name`, `checked_in_at` → `checked in at`, `Order #` → `order`."""
    return _MARKS.sub(" ", _PARENTHESES.sub(" ", header[:200])).strip().casefold()


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Which field stands in which column; of two columns of one field the first, or the one nearest to the time of
    coming: a report of many meetings has each one's host, sum and times before its participant's."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        name = plain(cell)
        if field := _FIELDS.get(name):
            places.setdefault(field, []).append(place)
        if name in _SURE:
            places.setdefault("sure", []).append(place)
    if not places.keys() & {"join", "action"} and (teams := _of_teams(cells)):
        return teams
    (near,) = places.get("join", [0])[:1]
    return {field: min(found, key=lambda place: abs(place - near)) for field, found in places.items()}


def _of_teams(cells: Sequence[str]) -> dict[str, int]:
    """Teams's columns stand in one order in every language; only what is meant by UPN is never translated."""
    if len(cells) < 6 or not cells[5].rstrip().upper().endswith("(UPN)"):
        return {}
    return {"name": 0, "join": 1, "leave": 2, "minutes": 3, "email": 4, "upn": 5}


def meta_of(cell: str) -> str | None:
    """Which figure of the meeting a cell of the report's head names."""
    return _META.get(plain(cell))


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up all of somebody's comings and goings."""
    return any(plain(cell) in _TOTALS for cell in cells) or bool(_of_teams(cells))


def is_people(columns: dict[str, int]) -> bool:
    """Whether a header's table tells of people at an event. A name and an address alone do not."""
    has = columns.keys()
    if {"asker", "question"} <= has:
        return True
    if not has & {"name", "first", "email", "account"}:
        return False
    return (
        {"join", "leave"} <= has
        or {"join", "minutes"} <= has
        or {"minutes", "guest"} <= has
        or {"action", "time", "sure"} <= has
        or {"registered", "sure", "email"} <= has
        or {"checked", "order"} <= has
        or {"status", "checked"} <= has
        or {"status", "registered"} <= has
        or {"status", "order"} <= has
        or {"attended", "registered"} <= has
        or ({"account", "status"} <= has)
        or "member_since" in has
        or {"name", "email", "submitted"} <= has
    )
