"""What a template may look at: plain data, one shape a kind of thing, a module a subject.

With the contexts of `pages.templates` they are the contract with theme authors.
A view holds str, int, float, bool, None, lists and dicts alone, so that it can be hashed, pickled and compared.
The moment of the build never stands in it. Money amounts are decimal text ("290", "6.40") for the `money` filter;
instants are ISO 8601 text with an offset ("2026-11-30T18:00:00+01:00"); days are "2026-11-30"; months are "2026-11".
Fields that may be missing are None, never absent.
"""
