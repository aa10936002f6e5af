"""Writes posts as files to be copied to a network: a folder for each network with texts and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from site_gen.actions.files import write_text, writing
from site_gen.actions.pictures import Drawn
from site_gen.actions.post_pictures import Gallery, WithoutPictures, draw, folder_of, write_words
from site_gen.social.post import Post

_THREAD: Final = "thread-*.txt"

FILE_NAMES: Final = frozenset(
    {
        "post.txt",
        "caption.txt",
        "status.txt",
        "first-comment.txt",
        "title.txt",
        "alt.txt",
        "link.txt",
        "post.html",
        "post.md",
        "caption.html",
        "caption.md",
    }
)
"""Every text file that a post's folder may contain besides the further parts of a thread."""


@dataclass(frozen=True, slots=True)
class WrittenPosts:
    """How many files were written, and the posts that have no pictures."""

    files: int
    without_pictures: tuple[WithoutPictures, ...]


def write_posts(
    gallery: Gallery, posts: Sequence[Post], jobs: int, drawn: Drawn = lambda _done, _total: None
) -> WrittenPosts:
    """Write each post's texts and pictures into NAME/LANGUAGE/NETWORK/ of the gallery's folder, with `jobs` processes;
    `drawn` is told how many of all pictures are done.

    Files of an earlier run that a post no longer has are removed. Raises ProjectError if a text doesn't fit on a
    picture; then nothing is written.
    """
    drawing = draw(gallery, posts, jobs, drawn)
    written = _write_texts(gallery, posts) + write_words(gallery, posts, drawing.cards)
    return WrittenPosts(written, drawing.without)


def _write_texts(gallery: Gallery, posts: Sequence[Post]) -> int:
    written = 0
    with writing(gallery.folder):
        for post in posts:
            folder, files = gallery.folder / folder_of(gallery.site, post), files_of(post)
            parts = {path.name for path in folder.glob(_THREAD)} if folder.is_dir() else set()
            for name in (FILE_NAMES | parts) - set(files):
                (folder / name).unlink(missing_ok=True)
            for name, text in files.items():
                write_text(folder / name, text + "\n")
            written += len(files)
    return written


def files_of(post: Post) -> dict[str, str]:
    """Return a post's files by name: its texts, the further parts of a thread from thread-2.txt on, its link, and for
    Telegram the formatted texts.
    """
    parts = [written.text for written in post.texts if written.role == "thread"]
    files = {f"{written.role}.txt": written.text for written in post.texts if written.role != "thread"}
    thread = {f"thread-{number}.txt": text for number, text in enumerate(parts, 2)}
    return {**files, **thread, "link.txt": post.link.short, **post.sources}
