"""The editor in the browser: forms over a project's files, carried by preview's server."""
