"""The built example site, looked at by tools from outside and by a real Chromium."""
