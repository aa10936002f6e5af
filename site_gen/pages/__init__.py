"""Every page and file of the output: `kinds` has the list of them."""
