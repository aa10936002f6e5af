"""Puts a built site on a host: compares, uploads in a safe order, records what was published, and can undo it."""
