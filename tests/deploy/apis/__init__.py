"""Tests of the stores that speak to a host's API, each with a strict server of ours that keeps to its documentation."""
