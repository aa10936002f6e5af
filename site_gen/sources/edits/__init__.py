"""Changes values in files that people write, and leaves every other byte as it is."""
