"""Leads: a form that was sent is received, stored before it is acknowledged, and told of. Knows nothing of pages."""
