"""What calls deploy at the right moments: the files, held against the programs that read them."""
