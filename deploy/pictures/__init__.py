"""Takes the pictures of the README and of the editor's guide from a running site: `make pictures`."""
