"""Compares speed with other generators, on a generated corpus. Uses only the package's command line."""
