"""Posts for social networks, written from the offers' files: networks' limits, counting of lengths, texts and cards."""
