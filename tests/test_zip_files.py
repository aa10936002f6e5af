"""ZIP files of others: read within the bounds that were asked for, or refused, whatever they say of themselves."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.zip_files import DamagedZipError, HugeZipError, ZipReader, plain_copy

FILES = {"theme.yaml": b"extends: studio\n" * 9, "assets/a.css": bytes(range(256)), "empty": b""}


def zipped(kind: int = zipfile.ZIP_DEFLATED, files: dict[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in (FILES if files is None else files).items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_was_packed_comes_out(kind: int) -> None:
    reader = ZipReader(zipped(kind), 10, 10_000)
    assert dict(reader.contents()) == FILES
    assert dict(ZipReader(plain_copy(reader), 10, 10_000).contents()) == FILES


PACKED = [zipped(kind) for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PACKED), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8))
def test_whatever_is_spoilt_is_read_or_refused(packed: bytes, spoilt: list[tuple[int, int]]) -> None:
    """One error of a library that nobody thought of, and a cut download ends the program with a traceback."""
    raw = bytearray(packed)
    for place, value in spoilt:
        raw[place % len(raw)] = value
    with contextlib.suppress(DamagedZipError, HugeZipError):
        plain_copy(ZipReader(bytes(raw), 10, 10_000))


def test_a_size_that_is_a_lie_takes_no_memory() -> None:
    """A file of 30 kB could otherwise take any amount of memory, while it says that it holds ten bytes."""
    raw = bytearray(zipped(files={"bomb": bytes(30_000_000)}))
    for mark, size in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = raw.find(mark)
        raw[at + size : at + size + 4] = (10).to_bytes(4, "little")
    tracemalloc.start()
    with pytest.raises(DamagedZipError):
        dict(ZipReader(bytes(raw), 10, 10_000).contents())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(("most_files", "most_bytes"), [(2, 10_000), (10, 100)])
def test_more_than_was_asked_for_is_refused(most_files: int, most_bytes: int) -> None:
    with pytest.raises(HugeZipError):
        ZipReader(zipped(), most_files, most_bytes)
