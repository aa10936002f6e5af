"""Tests of site_gen.deploy."""
