"""Shows a project while it is being written: serves and watches it, reloads browsers, shows errors as an overlay."""
