"""How Django takes the files of a form: into a `SealedSpool`, never into a plain temporary file."""

from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from permanence.lib.spool import SealedSpool


class SealedUploadHandler(FileUploadHandler):
    """The only upload handler of the project."""

    chunk_size = 256 * 1024

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """See `FileUploadHandler`."""
        super().new_file(*arguments, **options)
        self._spool = SealedSpool()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """See `FileUploadHandler`."""
        del start
        self._spool.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """See `FileUploadHandler`."""
        self._spool.seek(0)
        return UploadedFile(
            file=cast(IO[bytes], self._spool),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """See `FileUploadHandler`."""
        if spool := getattr(self, "_spool", None):
            spool.close()
