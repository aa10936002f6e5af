"""Read source files into text and plain data with places; knows nothing of offers, cases or sites."""
