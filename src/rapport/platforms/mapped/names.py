"""What columns are called, in the languages in which communities keep their tables. Pure."""

import re
import unicodedata

FIELDS = {
    "time": (
        "time", "timestamp", "date", "datetime", "created_at", "created", "posted_at", "sent_at", "ts", "when",
        "date_time", "created_on", "create_time", "creation_date", "date_created", "published_at", "published",
        "date_posted", "date_sent", "submitted_at", "message_time", "post_date", "time_stamp",
        "datum", "zeit", "zeitpunkt", "zeitstempel", "erstellt", "erstellt_am", "gesendet_am", "datum_uhrzeit",
        "datum_zeit", "horodatage", "cree_le", "date_et_heure", "date_de_creation", "envoye_le", "fecha",
        "fecha_y_hora", "fecha_hora", "creado", "creado_el", "fecha_de_creacion", "data", "data_e_hora", "data_hora",
        "criado_em", "data_de_criacao", "data_ora", "creato_il", "data_di_creazione", "aangemaakt_op", "tidpunkt",
        "дата", "время", "дата_и_время", "дата_создания", "日時", "日付", "作成日時", "投稿日時", "送信日時", "时间",
        "日期", "创建时间", "发布时间", "발송일시", "작성일",
    ),
    "text": (
        "text", "body", "content", "message", "comment", "post", "description", "raw", "message_text", "post_text",
        "message_body", "comment_text", "post_content", "nachricht", "nachrichtentext", "inhalt", "kommentar",
        "beitrag", "beitragstext", "beschreibung", "texte", "contenu", "commentaire", "corps", "mensaje", "texto",
        "contenido", "comentario", "cuerpo", "mensagem", "conteudo", "testo", "messaggio", "contenuto", "commento",
        "bericht", "inhoud", "tekst", "wiadomosc", "tresc", "meddelande", "сообщение", "текст", "комментарий",
        "本文", "メッセージ", "コメント", "内容", "消息", "正文", "评论", "내용", "메시지",
    ),
    "author_name": (
        "author_name", "author", "name", "from", "full_name", "display_name", "sender", "user_name", "sender_name",
        "posted_by", "created_by", "real_name", "from_name", "autor", "verfasser", "absender", "mitglied", "nom",
        "auteur", "expediteur", "membre", "nombre", "remitente", "nombre_completo", "nome", "remetente", "autore",
        "mittente", "nome_completo", "naam", "afzender", "autor_in", "namn", "avsandare", "imie_i_nazwisko",
        "имя", "автор", "отправитель", "名前", "氏名", "投稿者", "送信者", "作者", "姓名", "发件人", "이름", "작성자",
    ),
    "author_handle": (
        "author_handle", "handle", "username", "login", "user", "screen_name", "nick", "user.login", "nickname",
        "user_login", "account", "benutzername", "benutzer", "nutzer", "nutzername", "nom_d_utilisateur",
        "utilisateur", "pseudo", "pseudonyme", "nombre_de_usuario", "usuario", "nome_de_usuario", "nome_utente",
        "utente", "gebruikersnaam", "gebruiker", "anvandarnamn", "логин", "пользователь", "никнейм", "ユーザー名",
        "ユーザー", "用户名", "用户", "사용자",
    ),
    "author_email": (
        "author_email", "email", "e_mail", "mail", "from_email", "user_email", "user.email", "email_address",
        "sender_email", "e_mail_adresse", "mailadresse", "adresse_e_mail", "courriel", "correo",
        "correo_electronico", "posta_elettronica", "e_mailadres", "почта", "электронная_почта", "эл_почта",
        "メール", "メールアドレス", "邮箱", "电子邮件", "이메일",
    ),
    "author_id": (
        "author_id", "user_id", "userid", "member_id", "sender_id", "user.id", "author.id", "account_id",
        "from_id", "benutzer_id", "nutzer_id", "id_utilisateur", "id_usuario", "id_utente", "ユーザーid", "用户id",
    ),
    "title": (
        "title", "subject", "topic", "headline", "topic_title", "titel", "betreff", "uberschrift", "titre", "sujet",
        "objet", "titulo", "asunto", "assunto", "titolo", "oggetto", "onderwerp", "temat", "amne", "заголовок",
        "тема", "件名", "タイトル", "标题", "主题", "제목",
    ),
    "channel": (
        "channel", "channel_name", "category", "room", "group", "list", "forum", "repository", "repo", "board",
        "thread_name", "kanal", "raum", "gruppe", "kategorie", "unterforum", "salon", "canal", "groupe", "categorie",
        "grupo", "categoria", "sala", "foro", "canale", "gruppo", "stanza", "kanaal", "groep", "grupp", "kategoria",
        "канал", "группа", "раздел", "チャンネル", "カテゴリ", "グループ", "频道", "群组", "分类", "채널",
    ),
    "kind": (
        "kind", "type", "event", "event_type", "action", "typ", "art", "aktion", "tipo", "soort", "тип", "種類", "类型",
    ),
    "id": (
        "id", "message_id", "post_id", "uuid", "guid", "native_id", "comment_id", "nr", "no", "nummer", "kennung",
        "nachrichten_id", "beitrags_id", "numero", "identifiant", "identificador", "id_message", "id_mensaje",
        "id_messaggio", "номер", "番号", "编号",
    ),
    "parent": (
        "parent", "parent_id", "in_reply_to", "reply_to", "reply_to_id", "in_reply_to_id", "antwort_auf",
        "reponse_a", "en_reponse_a", "respuesta_a", "em_resposta_a", "resposta_a", "in_risposta_a", "risposta_a",
        "antwoord_op", "odpowiedz_na", "ответ_на", "返信先", "回复",
    ),
    "thread": (
        "thread", "thread_id", "topic_id", "conversation_id", "thread_ts", "themen_id", "thema_id", "fil", "hilo",
        "conversacion", "topico", "discussione", "тред", "スレッド", "会话",
    ),
    "url": (
        "url", "link", "permalink", "href", "html_url", "web_url", "lien", "enlace", "collegamento", "ссылка", "リンク",
        "链接", "링크",
    ),
    "platform": ("platform", "source", "network", "service", "quelle", "plattform", "plateforme", "plataforma"),
    "edited": (
        "edited", "edited_at", "updated_at", "modified", "last_modified", "modified_at", "updated", "last_edited",
        "geandert_am", "geandert", "bearbeitet_am", "bearbeitet", "aktualisiert_am", "modifie_le", "mis_a_jour_le",
        "editado", "editado_em", "actualizado_el", "modificado_el", "modificato_il", "изменено", "更新日時", "修改时间",
    ),
}  # fmt: skip
"""What a column may be, each with the names by which it is guessed, as `plain` writes them."""


def plain(name: str) -> str:
    """Small letters without accents, `_` between words: `Créé le` is `cree_le`."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name.casefold()) if ord(letter) not in _ACCENTS)
    return re.sub(r"[^\w.]+", "_", unicodedata.normalize("NFC", bare)).strip("_")


_ACCENTS = range(0x300, 0x370)
