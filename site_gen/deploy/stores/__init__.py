"""The places that a site can be put: one module for each kind, each a `Store`."""
