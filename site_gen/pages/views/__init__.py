"""The data of templates: plain data, one class for each kind of thing, one module for each subject.

With the contexts of `pages.templates` they are the contract with theme authors.
A view contains only str, int, float, bool, None, lists and dicts, so that it can be hashed, pickled and compared.
It never contains the moment of the build. Money amounts are decimal text ("290", "6.40") for the `money` filter;
instants are ISO 8601 text with an offset ("2026-11-30T18:00:00+01:00"); days are "2026-11-30"; months are "2026-11".
Optional fields are None if there is no value, never absent.
"""
