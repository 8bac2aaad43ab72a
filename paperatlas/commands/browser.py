"""`paperatlas browser`: style, guide and saved queries for the Neo4j Browser."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from paperatlas.errors import PaperatlasError

from .options import store_option

if TYPE_CHECKING:
    from paperatlas.browser.server import BrowserSettings

_HOW = """\
The Neo4j Browser: {page}
  The guide opens at its side. By hand, in its editor:
    :style {address}/style.grass
    :guide {address}/guide.html     (:play has it in a frame)
  Saved queries: drop {favourites} on its page.
Serving on {address} until Ctrl-C."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=7476, show_default=True, help="Port on 127.0.0.1.")
@click.option("--open/--no-open", "open_page", default=True, help="Open the Neo4j Browser, or only say where it is.")
@click.option(
    "--favourites",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the saved queries to this file too (.zip).",
)
@store_option
def browser(port: int, open_page: bool, favourites: Path | None, store: str) -> None:
    """Style, guide and saved queries for the Neo4j Browser.

    Serves them on this machine, opens the Browser of the server that --store names, with the guide at its side.
    """
    from paperatlas.browser import pages
    from paperatlas.browser.server import FileServer, browser_settings, page_to_open
    from paperatlas.browser.style import style_sheet
    from paperatlas.graph.output import open_output
    from paperatlas.graph.store import NEO4J_SCHEMES, open_store

    if urlsplit(store).scheme not in NEO4J_SCHEMES:
        raise PaperatlasError(
            f"The Neo4j Browser shows what is in Neo4j, and {store} is a file.",
            "Name a server, `--store neo4j://localhost:7687`; of a file, `paperatlas export html` makes a picture.",
        )
    with open_store(store, must_exist=True) as graph:
        settings = browser_settings(graph)
        parts, counts = pages.chapters(graph), graph.counts()
    packed = pages.favourites(parts)
    if favourites:
        with open_output(favourites) as stream:
            stream.write(packed)
    with FileServer({"/style.grass": style_sheet().encode(), "/favourites.zip": packed}, port) as server:
        address = f"http://{_host(settings)}:{server.port}"
        server.files["/guide.html"] = pages.guide(parts, counts, address).encode()
        page = page_to_open(settings, store, address)
        try:
            click.echo(_HOW.format(page=page, address=address, favourites=favourites or f"{address}/favourites.zip"))
            if open_page:
                click.launch(page)
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def _host(settings: "BrowserSettings") -> str:
    """A name of this machine that the server lets its Browser fetch from."""
    from paperatlas.browser.server import HOSTS, WHITELIST

    for host in HOSTS:
        if settings.allows(host):
            return host
    raise PaperatlasError(
        f"The server lets its Browser fetch from {settings.whitelist} only.",
        f"Put `{WHITELIST}={settings.whitelist},{HOSTS[0]}` into its neo4j.conf and start it again "
        f"(Docker: NEO4J_{WHITELIST.replace('_', '__').replace('.', '_')}).",
    )
