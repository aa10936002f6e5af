"""Receives forms, stores each lead before acknowledging it, and notifies the owner. Knows nothing about pages."""
