"""Speed beside other generators, on a corpus made for it. Knows of the package only its command line."""
