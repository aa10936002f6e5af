"""What a long work shows: a line that moves on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from site_gen.cli.progress import activity


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_each_thing_is_a_line_and_numbers_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a scheduler would be full of them."""
    with activity("Sending") as shown:
        shown.progress(1, 2)
        shown.doing("netlify mara: sending [2] files")
        shown.progress(2, 2)
    assert capsys.readouterr() == ("", "netlify mara: sending [2] files …\n")


def test_on_a_terminal_it_says_what_goes_on_and_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with activity("Sending") as shown:
        shown.progress(1, 2)
        first = shown._line  # noqa: SLF001  # what is drawn between two moments nobody sees
        assert first is not None
        first.refresh()
        shown.doing("netlify mara: sending [2] files")
        first.refresh()
        shown.progress(1_000, 2_000)
        first.refresh()
    drawn = terminal.getvalue()
    assert "Sending" in drawn
    assert "netlify mara: sending [2] files" in drawn
    assert "1/2" in drawn
    assert "1,000/2,000" in drawn


def test_nothing_is_drawn_where_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with activity("Sending"):
        pass
    assert terminal.getvalue() == ""
