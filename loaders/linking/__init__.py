"""The linker: spaCy components that find and describe the named things of a paper."""
