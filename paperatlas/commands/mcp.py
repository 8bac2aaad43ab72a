"""`paperatlas mcp`: the graph as tools for agents."""

import click

from .options import store_option


@click.command()
@store_option
@click.option("--http", is_flag=True, help="Streamable HTTP on 127.0.0.1 instead of standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port of --http; 0: any.")
@click.option("--max-rows", type=click.IntRange(min=1), default=200, show_default=True, help="Rows an answer.")
@click.option("--max-seconds", type=click.FloatRange(min=0.1), default=20.0, show_default=True, help="Time a query.")
@click.option(
    "--max-bytes", type=click.IntRange(min=1000), default=200_000, show_default=True, help="Size of an answer."
)
def mcp(store: str, http: bool, port: int, max_rows: int, max_seconds: float, max_bytes: int) -> None:
    """Serve the graph to agents over the Model Context Protocol.

    The tools are the canned queries (`paperatlas query` lists them), read-only Cypher, the schema and a search for
    entities. Needs the extra `paperatlas[mcp]`. An agent's configuration names the command `paperatlas mcp --store
    FILE`; docs/mcp.md shows one.
    """
    from paperatlas.graph.store import open_store
    from paperatlas.mcp_server import Limits, serve_http, serve_stdio

    limits = Limits(max_rows, max_seconds, max_bytes)
    with open_store(store, must_exist=True) as opened:
        if http:
            serve_http(opened, limits, port)
        else:
            serve_stdio(opened, limits)
