"""The picture: everything in one file, nothing from elsewhere, and no text of the graph becomes markup."""

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from paperatlas.graph.html_export import export_html, to_html
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.store import Node, NodeKey, Relationship

NASTY = "</script><script>alert(1)</script><!-- {{data}} & \u2028 \" '"


class Page(HTMLParser):
    """The tags of a page, its attributes and the text of its script elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.titles = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script" and self.scripts:
            self.scripts[-1] += data
        if self.tags and self.tags[-1] == "title":
            self.titles += data

    @property
    def graph(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.scripts[0])
        return found


def star(count: int) -> MemoryGraph:
    """A method, and many papers that use it; the first ones say more."""
    method = Node("Method", {"id": "method:m", "name": "M"})
    papers = [Node("Paper", {"id": f"title:{i:04}", "title": f"Title {i}"}) for i in range(count)]
    uses = [Relationship("USES", p.key, method.key, {"confidence": 0.5}) for p in papers]
    also = [Relationship("MENTIONS", p.key, method.key, {"count": 1}) for p in papers[:10]]
    return MemoryGraph.of([method, *papers], [*uses, *also])


def test_everything_is_in_the_page(sample_graph: MemoryGraph) -> None:
    page = Page(to_html(sample_graph, title="Otters"))
    nodes = [node for node in sample_graph.nodes() if node.label != "Atlas"]
    assert [(n["id"], n["kind"]) for n in page.graph["nodes"]] == [(n.id, n.label) for n in nodes]
    assert len(page.graph["edges"]) == len(sample_graph.relationship_list)
    index = {n["id"]: i for i, n in enumerate(page.graph["nodes"])}
    says = [
        e
        for e in page.graph["edges"]
        if e[:3] == [index["arxiv:2401.00001"], index["method:sea-otter-plus"], "INTRODUCES"]
    ]
    assert says[0][3]["sentence"].startswith("We present Sea Otter+")
    assert page.titles.strip() == "Otters"


def test_no_text_of_the_graph_becomes_markup() -> None:
    graph = MemoryGraph.of(
        [Node("Paper", {"id": f"title:{NASTY}", "title": NASTY, "abstract": NASTY, "authors": [NASTY]})], []
    )
    text = to_html(graph, title=NASTY)
    page = Page(text)
    assert page.tags.count("script") == 2
    assert "alert(1)" not in page.scripts[1]
    assert page.graph["nodes"][0]["name"] == NASTY
    assert page.graph["nodes"][0]["facts"]["authors"] == [NASTY]
    assert page.titles.strip() == NASTY
    assert text.count("<!--") == 0
    assert "\u2028" not in page.scripts[0]


def test_the_script_writes_text_and_never_markup() -> None:
    script = Page(to_html(MemoryGraph())).scripts[1]
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)


def test_the_page_asks_nobody_for_anything(sample_graph: MemoryGraph) -> None:
    text = to_html(sample_graph)
    page = Page(text)
    assert not [a for a in page.attributes if a[0] in ("src", "href", "srcset", "action", "data")]
    assert not {"link", "img", "iframe", "object", "embed", "form", "base"} & set(page.tags)
    assert not re.findall(r"fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(", page.scripts[1])
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = [value for name, value in page.attributes if name == "content" and value and "default-src" in value]
    assert policy.startswith("default-src 'none'")


def test_of_a_big_graph_the_best_connected_nodes_are_kept() -> None:
    page = Page(to_html(star(50), max_nodes=11))
    assert {n["id"] for n in page.graph["nodes"]} == {"method:m", *(f"title:{i:04}" for i in range(10))}
    assert page.graph["summary"] == "11 nodes, 20 relationships. The best connected of 51 nodes."
    assert Page(to_html(star(5))).graph["summary"] == "6 nodes, 10 relationships."


def test_results_and_repositories_fill_what_room_is_left(sample_graph: MemoryGraph) -> None:
    kinds = [n["kind"] for n in Page(to_html(sample_graph, max_nodes=12)).graph["nodes"]]
    assert len(kinds) == 12
    assert not {"Result", "Repository"} & set(kinds)
    assert Page(to_html(sample_graph)).graph["hidden"] == []
    assert Page(to_html(star(200))).graph["hidden"] == ["Result", "Repository"]


def test_a_focus_is_kept_and_opened() -> None:
    graph = star(50)
    page = Page(to_html(graph, max_nodes=5, focus=NodeKey("Paper", "title:0049")))
    assert page.graph["nodes"][page.graph["focus"] - 1]["id"] == "title:0049"
    assert Page(to_html(graph)).graph["focus"] == 0


def test_the_same_graph_gives_the_same_page(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    shuffled = MemoryGraph.of(reversed(sample_graph.node_list), reversed(sample_graph.relationship_list))
    export_html(sample_graph, tmp_path / "a.html")
    export_html(shuffled, tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


def open_in_browser(path: Path) -> str:
    """The page's elements after its script has run; an error, or a refusal by the page's policy, fails the test."""
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [f"--user-data-dir={path.parent / 'profile'}", "--enable-logging=stderr"]
    command += ["--virtual-time-budget=6000", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "CONSOLE" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the picture with")
def test_it_runs_in_a_browser(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    nasty = [Node("Paper", {"id": "title:x", "title": NASTY, "abstract": NASTY})]
    graph = MemoryGraph.of([*sample_graph.node_list, *nasty], sample_graph.relationship_list)
    export_html(graph, tmp_path / "g.html", focus=NodeKey("Method", "method:sea-otter-plus"))
    dom = open_in_browser(tmp_path / "g.html")
    panel = re.search(r'<aside id="panel".*?</aside>', dom, re.DOTALL)
    assert panel is not None
    assert ">Sea Otter+<" in panel[0]
    assert "<mark>Sea Otter+</mark>" in panel[0]
    assert "confidence 0.9 · test" in panel[0]
    kinds = re.search(r'<ul id="kinds".*?</ul>', dom, re.DOTALL)
    assert kinds is not None
    assert kinds[0].count("<button") == 7


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to look at the picture with")
def test_search_hiding_and_selecting_work_in_a_browser(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    actions = """
      const search = document.getElementById("search");
      search.value = "otter tuning";
      search.dispatchEvent(new Event("input"));
      const found = [...document.querySelectorAll("#found button")].map((b) => b.textContent);
      [...document.querySelectorAll("#kinds button")].find((b) => b.textContent.includes("Paper")).click();
      [...document.querySelectorAll("#types button")].find((b) => b.textContent.includes("mentions")).click();
      document.querySelector("#found button").click();
      const panel = document.querySelector("#panel h2").textContent;
      document.querySelector("#panel li .end").click();
      const next = document.querySelector("#panel h2").textContent;
      const off = [...document.querySelectorAll(".toggles button[aria-pressed=false] .name")];
      const pressed = off.map((name) => name.textContent);
      document.getElementById("theme").click();
      document.body.dataset.report = JSON.stringify({
        found, panel, next, pressed, theme: document.documentElement.dataset.theme,
      });
    """
    page = to_html(sample_graph).replace("</body>", f"<script>{actions}</script></body>")
    (tmp_path / "g.html").write_text(page)
    dom = open_in_browser(tmp_path / "g.html")
    said = re.search(r'data-report="([^"]*)"', dom)
    assert said is not None
    report = json.loads(html.unescape(said[1]))
    assert report["found"] == ["Otter"]
    assert report["panel"] == "Otter"
    assert report["next"] != "Otter"
    assert "mentions" in report["pressed"]
    assert report["theme"] == "dark"
