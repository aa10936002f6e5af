"""One truth in all media: whatever says something of an offer says what its YAML file says, at every instant."""
