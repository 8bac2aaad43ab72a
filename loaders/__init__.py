"""From a source to linked papers: sources, catalogue, linking and the pipeline that joins them."""
