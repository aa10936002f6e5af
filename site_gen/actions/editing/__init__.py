"""Changing a project's files for somebody who fills in forms: saving, undoing, keeping what is only begun."""
