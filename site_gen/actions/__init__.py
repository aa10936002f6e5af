"""What people do with a project, one module for each use: start an audit, record a pin, check, list offers.

An action takes everything as an argument, also the time and what the environment says, and returns data. It prints
nothing and knows no option: the command line and the editor choose the words.
"""
