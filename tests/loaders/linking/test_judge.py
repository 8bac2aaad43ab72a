"""What is a name, of which kind and whose: the judge, its signs, and the words it knows."""

import numpy as np
import pytest

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.judge import Judge, shares
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.phrases import phrases
from paperatlas.loaders.linking.signs import Signs
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.word_vectors import NOTHING, word_vectors
from paperatlas.loaders.record import SourcePaper


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We introduce TideBench, a benchmark for tidal forecasts.", "TideBench", "benchmark"),
        ("We release Moorland, a corpus of 5,000 annotated letters.", "Moorland", "dataset"),
        ("We present Kestrel-LM, a language model trained on radio plays.", "Kestrel-LM", "model"),
        ("We propose Wickerwork, an algorithm for trimming hedges.", "Wickerwork", "method"),
        ("Patients of the KTHU clinic were followed for 12 months.", "KTHU", None),
        ("Expression of the gene KTHU1 rose in mice.", "KTHU1", None),
        ("All photographs were taken with a CXR-20 camera sensor.", "CXR-20", None),
    ],
)
def test_kind_by_the_words_around(linker: Linker, text: str, name: str, kind: str | None) -> None:
    links = Links(read(text))
    candidates = Gatherer(links, linker.lexicon).gather()
    verdicts = Judge().candidates(Signs(links), candidates)
    verdict = verdicts[[c.name for c in candidates].index(name)]
    assert (verdict.some >= 0.5) == (kind is not None)
    assert kind is None or (verdict.kind == kind and verdict.own >= 0.5)


def test_a_name_of_the_catalogue_is_surer_than_a_plain_word(linker: Linker) -> None:
    links = Links(read("We fine-tune LLaMA 2 7B on GSM8K, and look at the quality of the anchors in every sentence."))
    MentionFinder(linker.lexicon).find(links)
    groups = [[f] for f in links.found]
    chances = dict(zip((g[0].name for g in groups), Judge().known(Signs(links), groups), strict=True))
    assert chances["GSM8K"] > 0.8
    assert all(0 <= c <= 1 for c in chances.values())


def spelt(links: Links) -> set[str]:
    paper = links.text
    return {paper.text[paper.starts[a] : paper.ends[b - 1]] for a, b in phrases(links)}


def test_stretches_of_words_end_at_verbs_and_signs() -> None:
    links = Links(read("The structure-gated adaptation module improves dense tracking, and it is shown to be robust."))
    spans = spelt(links)
    assert {"structure-gated adaptation", "structure-gated adaptation module"} <= spans
    assert not any("improves" in s or "," in s or s.startswith("gated") for s in spans)


def test_hyphens_and_numbers_belong_to_a_stretch() -> None:
    assert "retrieve-then-verify" in spelt(Links(read("We present retrieve-then-verify decoding, an approach.")))
    assert "best-of-N sampling" in spelt(Links(read("We use best-of-N sampling, which draws.")))
    assert "3D ControlNet" in spelt(Links(read("We extend 3D ControlNet, which draws.")))
    assert not any(s.startswith("s ") for s in spelt(Links(read("It is Aubin's viability kernel, which holds."))))


def test_words_that_are_rare_stand_for_their_ending() -> None:
    table = word_vectors()
    assert table.row("98765432") == NOTHING
    assert np.allclose(table.matrix[NOTHING], 0)
    assert table.row("zzqvwing") == table.rows["~ing"]
    norms = np.linalg.norm(table.matrix[table.row("module")])
    assert norms == pytest.approx(1.0, abs=0.02)
    near = table.matrix @ table.matrix[table.row("propose")]
    assert near[table.row("introduce")] > near[table.row("banana")]


def test_what_was_listed_often_counts_for_more() -> None:
    assert shares(9, 10)[0] > shares(0, 0)[0] > shares(1, 10)[0]


def test_no_names_no_verdicts() -> None:
    links = Links(read("Nothing."))
    assert Judge().candidates(Signs(links), []) == []
    assert Judge().known(Signs(links), []) == []
    assert len(KINDS) == 4


def test_a_token_that_folds_to_nothing_is_no_word(linker: Linker) -> None:
    """A combining accent that stands alone is a token, and nothing is left of it when accents are taken off."""
    paper = read("We study Sch \u0308odinger bridges with adaptive gating networks.")
    assert "" in paper.keys
    assert all(a < b for a, b in phrases(Links(paper)))
    assert linker.link(SourcePaper("", paper.text)).paper.abstract == paper.text
