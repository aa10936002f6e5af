"""Reads sites of other generators: one module for each, and one form that all of them come in.

`generators` finds out what a folder was made with, a generator's module reads it into a `ForeignSite`, and `conversion`
makes files of a project of it. Nothing here writes; what others wrote is bounded in size, number and depth.
"""
