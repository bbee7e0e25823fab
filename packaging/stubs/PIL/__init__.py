"""Stands in the bundle for the picture library, which reportlab names on import and never uses for our pages.

The real one would bring 12 MB of picture formats. Whoever does ask it for a picture is told so at once.
"""
