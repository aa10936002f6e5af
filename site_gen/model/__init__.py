"""The types of everything a project says, and the rules between them. Frozen; no input or output, no clock."""
