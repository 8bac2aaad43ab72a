"""The canned queries: one `.cypher` file each, and the library that reads, checks and runs them."""
