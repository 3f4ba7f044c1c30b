"""Files that came through the browser: refused before their first byte where they may not come in, kept in the home
until they are read, then removed."""

import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.collect.models import Import
from rapport.collect.reading import Given
from rapport.collect.run import begin
from rapport.platforms.mapped.archive import archive_of
from rapport.platforms.mapped.mapping import Map, map_of

SPARE = 1 << 30
"""Bytes that an upload must leave free on the disk: the database needs room for what it brings."""


BROKE_OFF = "rapport.upload_broke_off"
"""Under this a request's META says why its upload was not kept."""


class Arriving(TemporaryUploadedFile):
    """A file that lies in the home from its first byte, so that keeping it is a rename."""

    def __init__(self, name: str, content_type: str | None, size: int | None, charset: str | None, extra: Any) -> None:
        file = NamedTemporaryFile(suffix=".upload", dir=settings.UPLOADS)  # noqa: SIM115  # Django closes it
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class IntoHome(TemporaryFileUploadHandler):
    """Django's handler of uploads for the whole site: nobody without the permission fills the disk."""

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        FileUploadHandler.new_file(
            self, field_name, file_name, content_type, content_length, charset, content_type_extra
        )
        self.file = Arriving(file_name, content_type, 0, charset, content_type_extra)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Raises StopUpload where the disk takes no more; the page then says so. What had come is removed."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self.file.close()
            assert self.request is not None  # noqa: S101  # Django gives it to each handler
            self.request.META[BROKE_OFF] = f"The upload could not be kept ({error.strerror}). Nothing was taken."
            raise StopUpload from error

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[Any]]] | None":
        """None lets Django read on; empty values make it read nothing at all."""
        user = getattr(self.request, "user", None)
        allowed = isinstance(user, User) and may(user, Permission.IMPORT)
        if content_length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or (allowed and not refusal(content_length)):
            settings.UPLOADS.mkdir(mode=0o700, exist_ok=True)
            return None
        return QueryDict(), MultiValueDict()


def refusal(length: int) -> str | None:
    """Why an upload of so many bytes is not taken, or None."""
    most = settings.UPLOAD_MAX_MB * 1_000_000
    if length > most:
        return (
            f"This is {length / 1e6:,.0f} MB, and an upload may have {settings.UPLOAD_MAX_MB:,} MB. "
            "Nothing was taken. Run `rapport import` on the server, or raise RAPPORT_UPLOAD_MAX_MB."
        )
    place = settings.UPLOADS if settings.UPLOADS.exists() else settings.HOME
    free = shutil.disk_usage(place).free if place.exists() else SPARE + length
    if free < length + SPARE:
        return f"The disk has {free / 1e6:,.0f} MB left, too little for this. Nothing was taken. Make room first."
    return None


def length_of(request: HttpRequest) -> int:
    """Bytes that the browser says it sends."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() else 0


def receive(user: User, files: "list[UploadedFile[Any]]", *, as_tables: bool = False) -> Import:
    """Keep the files in a folder of their own and leave the job that reads them; tables wait for their mapping."""
    from rapport.collect.tasks import run_upload

    names = _names([file.name or "file" for file in files])
    with transaction.atomic():
        import_ = begin([], uploaded=True, user=user)
        folder = folder_of(import_.pk)
        settings.UPLOADS.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        for name, file in zip(names, files, strict=True):
            _keep(file, folder / name)
        import_.paths, import_.size = names, sum((folder / name).stat().st_size for name in names)
        if as_tables:
            import_.state = Import.State.MAPPING
        else:
            run_upload.defer(number=import_.pk)
        import_.save(update_fields=["paths", "size", "state"])
    return import_


def begin_mapped(import_: Import, by: Map) -> bool:
    """Read an uploaded table by this mapping; False where somebody was quicker."""
    from rapport.collect.tasks import run_upload

    with transaction.atomic():
        waiting = Import.objects.filter(pk=import_.pk, state=Import.State.MAPPING)
        begun = waiting.update(state=Import.State.WAITING, mapping=by.as_document())
        if begun:
            run_upload.defer(number=import_.pk)
    return bool(begun)


def given_of(import_: Import) -> list[Given]:
    folder = folder_of(import_.pk)
    archive = archive_of(map_of(import_.mapping)) if import_.mapping else None
    return [Given(folder / name, name, archive) for name in import_.paths]


def folder_of(number: int) -> Path:
    return Path(settings.UPLOADS, str(number))


def remove(number: int) -> None:
    shutil.rmtree(folder_of(number), ignore_errors=True)


def sweep(older_than: float) -> None:
    """Remove what uploads left that broke off in the middle; `older_than` in seconds since 1970.

    That is a file that did not arrive whole, or a folder whose import was never committed.
    """
    for left in list(settings.UPLOADS.iterdir()) if settings.UPLOADS.is_dir() else ():
        if left.stat().st_mtime >= older_than:
            continue
        if left.suffix == ".upload":
            left.unlink(missing_ok=True)
        elif left.name.isdecimal() and not Import.objects.filter(pk=int(left.name)).exists():
            shutil.rmtree(left, ignore_errors=True)


def _names(names: list[str]) -> list[str]:
    """File names that are safe, short and distinct; Django has taken folders out of them already."""
    kept: list[str] = []
    for name in names:
        plain = "".join(letter if letter.isprintable() else "_" for letter in Path(name).name)[-100:].lstrip(".")
        unique, number = plain or "file", 1
        while unique in kept:
            number += 1
            unique = f"{number}-{plain}"
        kept.append(unique)
    return kept


def _keep(file: "UploadedFile[Any]", place: Path) -> None:
    if isinstance(file, TemporaryUploadedFile):
        shutil.move(file.temporary_file_path(), place)
    else:
        with place.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    place.chmod(0o600)
