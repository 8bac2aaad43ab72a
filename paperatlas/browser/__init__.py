"""What `paperatlas browser` brings into the Neo4j Browser: a style, a guide and saved queries."""
