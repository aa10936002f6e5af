"""Reads what networks export (CSV, TSV, XLSX) into series of numbers by day; knows nothing of cases and projects."""
