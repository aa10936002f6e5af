"""The types of a project's content, and the rules between them. Everything is frozen; no I/O, no clock."""
