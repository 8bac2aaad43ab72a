"""What a person sees: the real Neo4j Browser of a real server, in Chromium, with our style, guide and saved queries.

PAPERATLAS_SCREENSHOTS=docs/images writes the pictures of the documentation while it is at it.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from chromium import NeoBrowser

from paperatlas.browser.server import BrowserSettings, page_to_open
from paperatlas.graph.palette import LABEL_COLOURS

pytestmark = pytest.mark.neo4j

SCREENSHOTS = os.environ.get("PAPERATLAS_SCREENSHOTS")


def picture(page: NeoBrowser, name: str) -> None:
    if SCREENSHOTS:
        page.make_room()
        page.until(page.graph_rests, "a graph that rests")
        page.driver.save_screenshot(str(Path(SCREENSHOTS) / f"{name}.png"))


def open_guide(page: NeoBrowser, server: Any, served: str) -> None:
    settings = BrowserSettings(server.browser_url, "")
    page.log_in(page_to_open(settings, server.url, served), server.username, server.password)
    page.until(lambda: "70 papers" in page.text(), "the guide's first slide")


def test_the_guide_leads_to_a_graph_in_our_style(page: NeoBrowser, browser_server: Any, served: str) -> None:
    open_guide(page, browser_server, served)
    page.click_for_frame("[data-exec^=style]")
    page.all("[data-testid=guideNextSlide]")[0].click()
    question = "A method's family"
    page.until(lambda: question in page.text(), "the slide with the pictures")
    parameters = page.click_for_frame("[data-exec^=param]")
    page.until(lambda: '"method": "LoRA"' in parameters.text, "the values that were set")
    page.click_for_frame("pre.runnable i")
    page.until(lambda: len(page.nodes()) > 10, "the graph")
    page.until(page.graph_rests, "a graph that rests")
    nodes = page.nodes()
    assert {node["colour"] for node in nodes} == {LABEL_COLOURS["Method"]}
    assert {"LoRA", "QLoRA", "AdaLoRA"} <= {node["caption"] for node in nodes}
    picture(page, "neo4j-guide")


def test_a_canned_query_runs_as_it_stands(page: NeoBrowser, browser_server: Any, served: str) -> None:
    open_guide(page, browser_server, served)
    page.go_to_slide("Leaderboards")
    question = "The methods scored on a benchmark"
    parameters = page.click_below(question, "*[starts-with(@data-exec, 'param')]")
    page.until(lambda: '"benchmark": "GSM8K"' in parameters.text, "the values that were set")
    answer = page.click_below(question, "pre[contains(@class, 'runnable')]//i")
    page.until(lambda: "PiSSA" in answer.text, "the rows")
    assert "Chain-of-Thought" in answer.text


def test_once_connected_style_and_guide_come_by_themselves(page: NeoBrowser, browser_server: Any, served: str) -> None:
    """What docker-compose.yml sets: commands that run on the first connection."""
    page.log_in(browser_server.browser_url, browser_server.username, browser_server.password)
    page.until(lambda: page.all("[data-testid=guidesDrawer]"), "the guide at the side")
    page.until(lambda: "70 papers" in page.text(), "the guide's first slide")
    page.run(
        "MATCH path = (:Method {name: 'LoRA'})<-[:INTRODUCES|USES]-(:Paper)"
        "-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|USES]->() RETURN path LIMIT 45"
    )
    page.until(lambda: len(page.nodes()) > 10, "the graph")
    page.until(page.graph_rests, "a graph that rests")
    colours = {node["colour"] for node in page.nodes()}
    assert {LABEL_COLOURS[label] for label in ("Paper", "Method", "Model", "Benchmark")} <= colours
    assert colours <= set(LABEL_COLOURS.values())
    if SCREENSHOTS:
        page.all("[data-testid=navigationGuides]")[0].click()
    picture(page, "neo4j-graph")


def test_play_has_the_guide_in_a_frame(page: NeoBrowser, browser_server: Any, served: str) -> None:
    page.log_in(browser_server.browser_url, browser_server.username, browser_server.password)
    frame = page.run(f":play {served}/guide.html")
    page.until(lambda: "with the sentence behind every edge" in frame.text, "the guide in the frame")
    page.until(lambda: page.all("[data-testid=nextSlide]"), "the way to the next slide")


def test_saved_queries_are_imported_in_folders(
    page: NeoBrowser, browser_server: Any, served: str, tmp_path: Path
) -> None:
    with urlopen(f"{served}/favourites.zip") as answer:
        (tmp_path / "favourites.zip").write_bytes(answer.read())
    page.log_in(browser_server.browser_url, browser_server.username, browser_server.password)
    page.drop_file(tmp_path / "favourites.zip")
    page.until(lambda: "Paperatlas " in json.dumps(page.stored("folders")), "the folders of saved queries")
    folders = {folder["name"]: folder["id"] for folder in page.stored("folders")}
    assert {"Paperatlas Pictures", "Paperatlas Lineage", "Paperatlas Leaderboards"} <= set(folders)
    saved = page.stored("documents")
    variants = [
        s for s in saved if s.get("folder") == folders["Paperatlas Lineage"] and "// method variants" in s["content"]
    ]
    assert len(variants) == 1
    page.all("[data-testid=navigationFavorites]")[0].click()
    page.until(lambda: "Paperatlas Lineage" in page.text(), "the folder in the list")


def test_what_is_not_allowed_is_not_fetched(page: NeoBrowser, browser_server: Any) -> None:
    """The Browser itself refuses a host that the whitelist lacks; hence the check of `paperatlas browser`."""
    page.log_in(browser_server.browser_url, browser_server.username, browser_server.password)
    frame = page.run(":style http://127.0.0.2:1/style.grass")
    page.until(lambda: "not allowed" in frame.text, json.dumps("Hostname is not allowed"))
