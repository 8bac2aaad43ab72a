"""docs/networkx.md: its code runs on the sample papers and finds something in each step.

The answers themselves are not compared: they change with the linker and the catalogue.
"""

from pathlib import Path

import networkx_page


def test_the_code_of_the_page_runs(tmp_path: Path) -> None:
    answers = networkx_page.run(tmp_path)
    assert len(answers) == len(networkx_page.blocks()) == 7
    assert all(answer.strip() for answer in answers)
    first, evidence, lineage, _, centrality, communities, wins = answers
    assert first.startswith("MultiDiGraph named 'Paperatlas' with ")
    assert "LoRA" in evidence
    assert "method:qlora" in lineage.splitlines()[0]
    assert "method:lora" in lineage.splitlines()[1]
    assert len(centrality.splitlines()) == 8
    assert len(communities.splitlines()) >= 3
    assert " over " in wins
