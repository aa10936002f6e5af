"""Somebody who has a keyboard and no mouse: gets everywhere by Tab, opens what is folded, types, and presses Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

PER_KEY: Final = 0.28
PER_TAB: Final = 0.12
PER_PAGE: Final = 3.0
"""Seconds that a person needs: the average of Card, Moran and Newell (1980) for a key, a held or repeated Tab, and a
look at a new page."""

_FOLDS: Final = """(selector) => {
  const field = document.querySelector(selector), found = [];
  for (let each = field?.parentElement?.closest("details"); each; each = each.parentElement.closest("details"))
    if (!each.open) { each.dataset.fold ||= String(Math.random()); found.unshift(each.dataset.fold); }
  return found;
}"""


@dataclass
class Typist:
    """A person at a page. `seconds` is how long all of it would take them."""

    page: Page
    seconds: float = 0.0

    def reach(self, selector: str, most: int = 500) -> None:
        """Press Tab until something has the focus."""
        for _ in range(most):
            if self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
            self.seconds += PER_TAB
        raise AssertionError(f"nobody gets to {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Press a key on something."""
        self.reach(selector)
        self.page.keyboard.press(key)
        self.seconds += PER_KEY

    def follow(self, selector: str, key: str = "Enter") -> None:
        """Press a key on something that leads to another page, and wait for it."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.seconds += PER_KEY + PER_PAGE

    def fill(self, selector: str, text: str) -> None:
        """Type a text in place of what a field has; what it is folded in is opened before."""
        for fold in self.page.evaluate(_FOLDS, selector):
            self.press(f'[data-fold="{fold}"] > summary', "Space")
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text) if "\n" in text else self.page.keyboard.type(text)
        self.seconds += PER_KEY * (len(text) + 2)

    def choose(self, selector: str, option: str) -> None:
        """Choose from a list by the first letters of an option."""
        for fold in self.page.evaluate(_FOLDS, selector):
            self.press(f'[data-fold="{fold}"] > summary', "Space")
        self.reach(selector)
        self.page.keyboard.type(option)
        self.seconds += PER_KEY * len(option)
