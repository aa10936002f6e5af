"""What makers of themes need: a start, and a run over all kinds of pages that says what is missing."""
