"""Every component works in anybody's pipeline: alone, in any order, beside foreign pipes."""

import subprocess
import sys

import pytest
import spacy

from paperatlas.loaders.linking.components import COMPONENTS, blank_pipeline
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.record import SourcePaper

TEXT = "We fine-tune LLaMA-2-7B with PiSSA and report 53.07 on GSM8K. Code: https://github.com/example/pissa."


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_alone(component: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(component)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    links = doc._.paperatlas
    if component == "paperatlas_mentions":
        assert {"PiSSA", "GSM8K"} <= {f.name for f in links.found}
    elif component == "paperatlas_code_links":
        assert [url for url, _ in links.code] == ["https://github.com/example/pissa"]
    elif component == "paperatlas_model_names":
        assert "LLaMA-2-7B" in {TEXT[f.start : f.end] for f in links.found}
    elif component in ("paperatlas_relations", "paperatlas_roles"):
        assert links.relations == []
        assert links.roles == {}


def test_found_by_entry_point_without_an_import() -> None:
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('paperatlas_mentions');"
        "doc = nlp('We apply LoRA.'); print([f.name for f in doc._.paperatlas.found])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert out.stdout.strip() == "['LoRA']"


def test_beside_foreign_pipes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PLACE", "pattern": "Paris"}])  # type: ignore[attr-defined]
    for component in COMPONENTS:
        nlp.add_pipe(component)
    doc = nlp("In Paris we fine-tune LLaMA-2-7B with PiSSA. It scores 53.07 on GSM8K.")
    assert [(e.text, e.label_) for e in doc.ents] == [("Paris", "PLACE")]
    assert len(list(doc.sents)) == 2
    assert {f.name for f in doc._.paperatlas.found} >= {"LLaMA 2 7B", "PiSSA", "GSM8K"}


def test_the_pipeline_survives_disk(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = blank_pipeline()
    nlp.add_pipe("paperatlas_mentions")
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert [f.name for f in again("We apply DoRA.")._.paperatlas.found] == ["DoRA"]


def test_the_pipeline_finds_what_the_linker_finds(linker: Linker) -> None:
    abstract = "We propose Zephyrine, a variant of LoRA. On GSM8K with LLaMA 2 7B it outperforms DoRA by 2.1%."
    paper = SourcePaper("Zephyrine: Adapting with Less", abstract)
    links = linker.doc(paper)._.paperatlas
    linked = linker.link(paper)
    assert {f.name for f in links.found} == {e.name for e in linked.entities}
    assert {name: role for name, (role, _) in links.roles.items()} == {e.name: e.role for e in linked.entities}
    assert {(r.head, r.type, r.tail) for r in links.relations} == {(r.head, r.type, r.tail) for r in linked.relations}
    assert [(r.value, r.on) for r in links.results] == [(r.value, r.on) for r in linked.results]
    assert linked.relations
    assert linked.results
