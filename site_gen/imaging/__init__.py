"""Pictures as people have them: told apart, opened safely, freed from what they say of place and camera, in sRGB.

Knows bytes and pixels; nothing of projects, pages or themes. Whatever opens a picture does it here.
"""
