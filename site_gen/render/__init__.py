"""Turns data into text or bytes: templates, Markdown, pictures, fonts. Never sees a `Site`."""
