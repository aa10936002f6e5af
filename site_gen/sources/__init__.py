"""Reads source files into text and plain data with positions; knows nothing about offers, cases or sites."""
