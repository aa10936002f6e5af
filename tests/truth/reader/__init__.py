"""Reads every rendered medium as a person would. Nothing here may import the program whose output it reads."""
