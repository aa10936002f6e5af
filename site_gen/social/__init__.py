"""Posts for social networks, written from the offers' files: what a network takes, how it counts, what is said."""
