"""Real web servers, told of sites by the files that are written for them."""
