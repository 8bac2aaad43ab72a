"""The graph as RDF: ontology, shapes, export and reading back."""
