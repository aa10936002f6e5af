"""Checks the built example site with external tools and a real Chromium."""
