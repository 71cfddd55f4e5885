"""The body of a post in the editor: blocks, Markdown and preview."""
