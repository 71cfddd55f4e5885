"""The body of a post while it is written: as blocks, as Markdown, and as readers will see it."""
