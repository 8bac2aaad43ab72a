"""`paperatlas stats`: what a store holds, and its digest."""

import json

import click

from paperatlas.graph.schema import ATLAS, NODE_TYPES, RELATIONSHIP_TYPES
from paperatlas.graph.store import GraphStore, open_store

from .options import store_option


@click.command()
@store_option
@click.option("--digest", is_flag=True, help="Also print the SHA-256 of the whole graph: equal graphs, equal digests.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="Output format.",
)
def stats(store: str, digest: bool, format_: str) -> None:
    """Count what the store holds, by label and relationship type.

    With --digest the graph's fingerprint follows: it is the same on every store, whatever the order in which the
    papers came in, and changes with any property of any node or relationship.
    """
    with open_store(store, must_exist=True) as opened:
        counts = opened.counts()
        nodes = {n.label: counts[n.label] for n in NODE_TYPES if n.label in counts and n is not ATLAS}
        relationships = {r.type: counts[r.type] for r in RELATIONSHIP_TYPES if r.type in counts}
        discovered = _discovered(opened)
        fingerprint = opened.digest() if digest else None
    if format_ == "json":
        answer = {"store": store, "nodes": nodes, "relationships": relationships, "discovered": discovered}
        click.echo(json.dumps({**answer, "digest": fingerprint} if digest else answer, indent=2))
        return
    if not nodes:
        click.echo(f"{store} is empty: `paperatlas build SOURCE` fills it.")
    else:
        click.echo(f"{sum(nodes.values()):,} nodes and {sum(relationships.values()):,} relationships in {store}")
        for title, part in (("Nodes", nodes), ("Relationships", relationships)):
            click.echo(f"\n{title}")
            for name, count in part.items():
                new = f"   ({discovered[name]:,} in no catalogue)" if discovered.get(name) else ""
                click.echo(f"  {name:<14}{count:>12,}{new}")
    if fingerprint:
        click.echo(f"\nDigest  {fingerprint}" if nodes else f"Digest  {fingerprint}")


def _discovered(store: GraphStore) -> dict[str, int]:
    """How many nodes a label no catalogue knew."""
    out = {}
    for node in NODE_TYPES:
        if any(prop.name == "discovered" for prop in node.properties):
            rows = store.query(f"MATCH (n:`{node.label}`) WHERE n.`discovered` = true RETURN count(n) AS count")
            if rows and rows[0]["count"]:
                out[node.label] = rows[0]["count"]
    return out
