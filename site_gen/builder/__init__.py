"""From a project to its output: plan, render, write, and what a build must know of the one before."""
