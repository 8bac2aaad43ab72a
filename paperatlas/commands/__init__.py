"""One module a command; shared options are in `options`."""
