"""Use cases, one module each: start an audit, record a pin, check, list offers.

An action takes everything as an argument, including the time and environment variables, and returns data. It prints
nothing and knows no options: the command line and the editor choose the words.
"""
