"""Markdown in and out of a body: pure functions, no models, no database."""
