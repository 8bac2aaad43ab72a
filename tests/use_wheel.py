"""Uses the installed wheel as a stranger would, from a folder that is not the checkout; run by `make wheel-test`."""

import json
import subprocess
import sys
from pathlib import Path

import spacy

import paperatlas

PAPERS = [
    {
        "title": "KiteLoRA: Low-Rank Adaptation in Gusts",
        "abstract": "We propose KiteLoRA, a variant of LoRA whose rank follows the gradient. Fine-tuning LLaMA-2-7B on "
        "MetaMathQA, KiteLoRA reaches an accuracy of 51.2% on GSM8K and outperforms LoRA.",
        "arxiv_id": "2403.99999",
        "year": 2024,
    },
    {"title": "Notes on QLoRA", "abstract": "We measure QLoRA on GSM8K with LLaMA-2-13B.", "year": 2024},
    {"abstract": "A record without a title."},
]


def command(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([Path(sys.executable).parent / "paperatlas", *args], capture_output=True, text=True)


def main() -> None:
    checkout = Path(__file__).resolve().parent.parent
    assert paperatlas.__file__ is not None
    installed = Path(paperatlas.__file__).resolve()
    assert "site-packages" in installed.parts, installed
    assert Path.cwd() != checkout

    nlp = spacy.blank("en")
    nlp.add_pipe("paperatlas_mentions")  # found through the wheel's entry point: nothing was linked so far
    assert nlp("QLoRA needs less memory than LoRA.").text

    linked = paperatlas.link("We fine-tune LLaMA-2-7B with PiSSA and report 53.07 on GSM8K.")
    found = {entity.name for entity in linked.entities}
    assert {"LLaMA 2 7B", "PiSSA", "GSM8K"} <= found, found

    Path("papers.jsonl").write_text("".join(f"{json.dumps(paper)}\n" for paper in PAPERS))
    built = command("build", "papers.jsonl", "--store", "wheel.db")
    assert built.returncode == 1, built
    assert "no title" in Path("papers.jsonl.quarantine.jsonl").read_text()
    with paperatlas.open("wheel.db", must_exist=True) as atlas:
        assert atlas.stats()["Paper"] == 2
        variants = {row["variant"] for row in atlas.query("method_variants", method="LoRA")}
        assert {"KiteLoRA", "QLoRA"} <= variants, variants
        assert atlas.to_networkx().number_of_nodes() == sum(atlas.stats().values()) - _relationships(atlas.stats())
    asked = command("query", "method_variants", "--method", "LoRA", "--format", "json", "--store", "wheel.db")
    assert asked.returncode == 0, asked
    assert "KiteLoRA" in {row["variant"] for row in json.loads(asked.stdout)}
    for form, path in (("rdf", "graph.ttl"), ("html", "graph.html")):
        exported = command("export", form, path, "--store", "wheel.db")
        assert exported.returncode == 0, exported
        assert "KiteLoRA" in Path(path).read_text()

    print(f"The wheel works: {installed.parent}")


def _relationships(stats: dict[str, int]) -> int:
    from paperatlas.graph.schema import ATLAS, RELATIONSHIPS

    return sum(number for name, number in stats.items() if name in RELATIONSHIPS or name == ATLAS.label)


if __name__ == "__main__":
    main()
