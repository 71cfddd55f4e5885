"""Converts between Markdown and bodies. Pure functions: no models, no database."""
