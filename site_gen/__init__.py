"""site_gen: a portfolio and a two-step sales funnel from plain files. Imports nothing heavy."""

__version__ = "0.1.0"
