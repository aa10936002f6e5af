"""Loads a folder into a `Site`, or reports all problems of all its files. Knows nothing about pages or the time."""

from site_gen.load.project import Loaded, load_settings, load_site

__all__ = ["Loaded", "load_settings", "load_site"]
