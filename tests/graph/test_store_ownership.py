"""DESIGN's ownership rule at random: whatever was loaded and removed before, the graph is what its papers say."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_papers import linked, load

from paperatlas.graph.store import open_store
from paperatlas.loaders.facts import paper_keys
from paperatlas.loaders.record import LinkedPaper

METHODS = ("Kite", "Box Kite", "Rokkaku", "Sled-X", "Gust-9")
MODELS = ("Gull 2 7B", "Gull 2 70B", "Tern 3B")
BENCHMARKS = ("CloudSums", "WindCola")
REPOSITORIES = ("https://example.org/kites/rokkaku", "https://example.org/kites/sled")
ROLES = ("introduces", "uses", "compares_with", "mentions")
PAPERS = 4


def some(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True)


@st.composite
def papers(draw: st.DrawFn) -> LinkedPaper:
    """A paper that says anything about anything that it names."""
    methods, models, benchmarks = draw(some(METHODS)), draw(some(MODELS)), draw(some(BENCHMARKS))
    code = draw(some(REPOSITORIES))
    value = draw(st.sampled_from((12.5, 13.75)))
    number = draw(st.integers(0, PAPERS - 1))
    roles = {name: draw(st.sampled_from(ROLES)) for name in (*methods, *models)}
    relations, results = [], []
    for head in methods:
        for tail in methods:
            if head != tail and draw(st.booleans()):
                relations.append((head, draw(st.sampled_from(("variant_of", "outperforms"))), tail))
        for on in benchmarks:
            if draw(st.booleans()):
                about: dict[str, object] = {"method": head, "on": on, "metric": "accuracy"}
                results.append((value, {**about, "model": models[0]} if models else about))
    abstract = f"{draw(st.sampled_from(('We see', 'There are')))} {value}; " + ", ".join(
        (*methods, *models, *benchmarks, *code)
    )
    return linked(
        f"The paper numbered {number}",
        abstract,
        methods=methods,
        models=models,
        benchmarks=benchmarks,
        roles=roles,
        relations=relations,
        results=results,
        code=code,
        arxiv_id=f"2404.0000{number}",
        year=2024,
    )


loads = st.lists(papers(), min_size=1, max_size=3, unique_by=lambda paper: paper.paper.arxiv_id)
removals = st.lists(st.integers(0, PAPERS - 1).map(lambda number: f"arxiv:2404.0000{number}"), min_size=1, max_size=2)


@settings(max_examples=20, deadline=None)
@given(st.lists(loads | removals, max_size=7))
def test_the_graph_is_what_its_papers_say_now(steps: list[list[LinkedPaper] | list[str]]) -> None:
    now: dict[str, LinkedPaper] = {}
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "lived.db") as lived:
            for step in steps:
                ids = [item for item in step if isinstance(item, str)]
                batch = [item for item in step if isinstance(item, LinkedPaper)]
                assert lived.remove(ids) == sorted(set(ids) & now.keys())
                load(lived, *batch)
                for id_ in ids:
                    now.pop(id_, None)
                now |= {paper_keys(paper.paper).id: paper for paper in batch}
            digest, counts = lived.digest(), lived.counts()
        with open_store(Path(folder) / "fresh.db") as fresh:
            load(fresh, *now.values())
            assert (fresh.counts(), fresh.digest()) == (counts, digest)
