"""Tests of the stores, each on its real server."""
