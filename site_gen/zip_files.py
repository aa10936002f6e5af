"""ZIP files of others, read within bounds. Uses the standard library only.

What a ZIP file says of itself may be a lie: zipfile believes a size that it names only after it has unpacked the whole
of an entry into memory. So nothing is unpacked beyond the size that was named, and only the packing that every program
writes (APPNOTE.TXT 4.4.5: stored, deflated) is read, which alone can be unpacked piece by piece.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    LookupError,
)  # fmt: skip
"""What zipfile raises for damage, passwords and names that can't be."""

_IN_DIRECTORY: Final = b"PK\x01\x02"
"""How each entry of a ZIP file's directory begins (APPNOTE.TXT 4.3.12)."""

_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class DamagedZipError(Exception):
    """It is no ZIP file, or one that is damaged, has a password, or is packed in an unusual way."""


class HugeZipError(Exception):
    """It holds more than is wanted, by its own account."""


class ZipReader:
    """The files in a ZIP file of at most `most_files` entries and `most_bytes` bytes in all."""

    def __init__(self, raw: bytes, most_files: int, most_bytes: int) -> None:
        """Read the directory. Raises DamagedZipError, HugeZipError."""
        if raw.count(_IN_DIRECTORY) > most_files:  # before an object is made of each
            raise HugeZipError
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _FAULTS as error:
            raise DamagedZipError from error
        found = self._archive.infolist()
        self.files = tuple(info for info in found if info.filename and not info.is_dir())
        """Its files, without its folders."""
        if len(found) > most_files or sum(info.file_size for info in found) > most_bytes:
            raise HugeZipError

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return the bytes of a file, no more than its directory names. Raises DamagedZipError."""
        try:
            if info.compress_type not in _PACKINGS:
                raise DamagedZipError
            with self._archive.open(info) as file:
                content = file.read(info.file_size)
                file.read(1)  # the end, where its checksum is looked at
        except _FAULTS as error:
            raise DamagedZipError from error
        if len(content) != info.file_size:
            raise DamagedZipError
        return content

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of each file. Raises DamagedZipError."""
        for info in self.files:
            yield info.filename, self.read(info)


def plain_copy(zipped: ZipReader) -> bytes:
    """Return a ZIP file with the same files, unpacked, each with its true size: for libraries that open one by
    themselves. Raises DamagedZipError."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for name, content in dict(zipped.contents()).items():
            try:
                copy.writestr(name, content)
            except _FAULTS as error:
                raise DamagedZipError from error
    return stream.getvalue()
