"""What is stored, and where: the schema, the identities, the stores and the exports."""
