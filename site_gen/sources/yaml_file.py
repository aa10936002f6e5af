"""Reads YAML files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_gen.problems import Problem
from site_gen.sources.text import read_source
from site_gen.sources.yaml import Document, read_yaml


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its document, its problems, and the characters in it."""

    document: Document
    problems: tuple[Problem, ...]
    characters: frozenset[str]


def read_yaml_file(path: Path, file: str, limit: int) -> ReadFile:
    """Read one file of at most `limit` bytes."""
    text, problems = read_source(path, file, limit)
    return read_yaml_text(text, problems, file)


def read_yaml_text(text: str, problems: tuple[Problem, ...], file: str) -> ReadFile:
    """Return a text that was read, with the problems of reading it."""
    document = read_yaml(text, file)
    return ReadFile(document, (*problems, *document.problems), frozenset(text))
