"""One truth in all media: every medium says of an offer what its YAML file says, at every instant."""
