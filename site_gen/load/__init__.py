"""A folder becomes a `Site`, or all the problems of all its files. Knows nothing of pages and of the time."""

from site_gen.load.project import Loaded, load_settings, load_site

__all__ = ["Loaded", "load_settings", "load_site"]
