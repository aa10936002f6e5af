"""Whether what the public gets is true now: a site that is online, held against the files."""
