"""From a project to its output: plan, render, write, and the manifest of the previous build."""
