"""`paperatlas query` as a person meets it: in a process of its own, with real exit codes, and piped."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples import linked, load

from paperatlas.cli import cli
from paperatlas.graph.embedded_store import EmbeddedStore
from paperatlas.queries import library

NO_QUERIES = Path(__file__).parent / "expected"
"""A folder without any."""


def run(*arguments: str, store: str = "", columns: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PAPERATLAS_STORE": store, "PAPERATLAS_QUERIES": str(NO_QUERIES), **environment}
    if columns:
        env["COLUMNS"] = str(columns)
    command = [sys.executable, "-m", "paperatlas", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def test_the_list_is_by_topic() -> None:
    done = run("query")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    heads = [line for line in lines if line and not line.startswith((" ", "paperatlas"))]
    assert heads == [topic.capitalize() for topic in library.TOPICS]
    for query in library.read_folder(library.HERE).values():
        assert any(line.split()[:1] == [query.name] for line in lines)


def test_help_comes_from_the_header() -> None:
    done = run("query", "leaderboard", "--help")
    assert done.returncode == 0
    for option in ("--benchmark", "--metric", "--min-confidence", "--from-year", "--limit"):
        assert option in done.stdout
    assert "[default: GSM8K]" in done.stdout
    assert "Returns: metric, rank, method" in done.stdout


@pytest.mark.parametrize("option", ["--min-confidence", "--min_confidence"])
def test_hyphens_and_underscores(invented_path: str, option: str) -> None:
    done = run("query", "papers_about", "--entity", "qlora", option, "0.65", "--format", "jsonl", store=invented_path)
    assert done.returncode == 0
    assert {json.loads(line)["paper_id"] for line in done.stdout.splitlines()} == {
        "arxiv:2301.00002",
        "arxiv:2301.00004",
        "arxiv:2501.00010",
        "arxiv:2501.00011",
    }


def test_formats(invented_path: str) -> None:
    ask = ("query", "method-variants", "--method", "low rank adaptation", "--limit", "2")
    assert run(*ask, "--format", "csv", store=invented_path).stdout.splitlines() == [
        "variant,steps,variant_of,year,papers",
        'QLoRA,1,"[""LoRA""]",2023,5',
        'DoRA,1,"[""LoRA""]",2024,4',
    ]
    rows = json.loads(run(*ask, "--format", "json", store=invented_path).stdout)
    assert rows[0] == {"variant": "QLoRA", "steps": 1, "variant_of": ["LoRA"], "year": 2023, "papers": 5}
    table = run(*ask, store=invented_path).stdout
    assert "QLoRA" in table
    assert "\x1b" not in table


def test_bibtex(invented_path: str) -> None:
    done = run(
        "query", "papers_about", "--entity", "LoRA", "--role", "introduces", "--format", "bibtex", store=invented_path
    )
    assert done.stdout == (
        "@misc{hu2021lora,\n"
        "  title = {{LoRA: Low-Rank Adaptation of Large Language Models}},\n"
        "  author = {Edward J. Hu and Yelong Shen},\n"
        "  year = {2021},\n"
        "  eprint = {2106.09685},\n"
        "  archiveprefix = {arXiv},\n"
        "  primaryclass = {cs.CL},\n"
        "  url = {https://arxiv.org/abs/2106.09685}\n"
        "}\n"
    )
    refused = run("query", "statistics", "--format", "bibtex", store=invented_path)
    assert refused.returncode == 2
    assert "names no papers to cite" in refused.stderr


@pytest.mark.parametrize("width", [60, 100])
def test_wide_tables_fit_and_long_text_wraps(invented_path: str, width: int) -> None:
    done = run("query", "evidence", store=invented_path, columns=width)
    lines = done.stdout.splitlines()
    assert max(len(line) for line in lines) <= width
    assert all(line == line.rstrip() for line in lines)
    words = " ".join(done.stdout.split())
    assert "learns" in words  # long sentences are wrapped, not cut
    assert len(lines) > 30


def test_store_before_or_after_the_name(invented_path: str) -> None:
    before = run("query", "--store", invented_path, "statistics", "--format", "csv")
    after = run("query", "statistics", "--format", "csv", "--store", invented_path)
    assert before.returncode == after.returncode == 0
    assert before.stdout == after.stdout
    assert "nodes,Paper,12" in after.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("leaderbord",), "There is no query `leaderbord`. Did you mean leaderboard"),
        (("method_variants", "--method", "Low-Rank Adaption"), "Did you mean LoRA (method)"),
        (("method_variants", "--limit", "many"), "'many' is not a valid integer"),
        (("papers_about", "--role", "foo"), "'foo' is not one of 'introduces', 'evaluates_on', 'trains_on', "),
        (("papers_about", "--min-confidence", "nan"), "`min_confidence` of papers_about must be from 0 to 1, not nan."),
        (("method_variants", "--depth", "5"), "`depth` of method_variants must be from 1 to 4, not 5."),
        (("papers_by_author", "--author", "\udcff"), "`author` of papers_by_author is not valid UTF-8."),
        (("papers_about", "--entity", "x" * 9000), f"The graph has no entity `{'x' * 100}…`."),
        (("method_variants", "--metod", "LoRA"), "--method"),
        (("statistics", "--store", "/nowhere/atlas.db"), "There is no store at /nowhere/atlas.db"),
    ],
)
def test_wrong_usage_is_2_with_a_sentence(invented_path: str, arguments: tuple[str, ...], message: str) -> None:
    done = run("query", *arguments, store=invented_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_no_rows_are_no_fault(invented_path: str) -> None:
    done = run("query", "method_variants", "--method", "KITE", store=invented_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No rows.\n")


def test_own_queries_are_listed_and_faulty_ones_are_named(tmp_path: Path, invented_path: str) -> None:
    header = "// How many papers.\n// param limit: integer = 1\n// returns: papers\n"
    mine = header + "MATCH (p:Paper) RETURN count(p) AS papers LIMIT $limit\n"
    (tmp_path / "my_count.cypher").write_text(mine, encoding="utf-8")
    done = run("query", "my_count", "--format", "csv", store=invented_path, PAPERATLAS_QUERIES=str(tmp_path))
    assert done.stdout == "papers\n12\n"
    (tmp_path / "bad.cypher").write_text(mine.replace("Paper)", "Papers)"), encoding="utf-8")
    done = run("query", PAPERATLAS_QUERIES=str(tmp_path))
    assert done.returncode == 1
    assert "my_count" in done.stdout
    assert "bad.cypher:4: the label `Papers` is not in the schema" in done.stderr
    done = run("query", PAPERATLAS_QUERIES=str(tmp_path / "absent"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"paperatlas: The folder {tmp_path / 'absent'}, which PAPERATLAS_QUERIES names, ")
    assert done.stderr.count("\n") == 1


def complete(words: str, store: str = "") -> list[str]:
    env = {"_PAPERATLAS_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "paperatlas")],
        capture_output=True,
        text=True,
        env={**os.environ, **env, "PAPERATLAS_STORE": store},
        check=False,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_completion_in_the_shell(invented_path: str) -> None:
    assert complete("paperatlas query head") == ["head_to_head"]
    assert "--benchmark" in complete("paperatlas query leaderboard --ben")
    assert complete("paperatlas query papers_about --role eval") == ["evaluates_on"]
    assert complete("paperatlas query method_variants --method ql", invented_path) == ["QLoRA"]
    assert complete("paperatlas show kit", invented_path) == ["KITE"]


def test_show(invented_path: str) -> None:
    done = run("show", "low-rank adaptation", store=invented_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "LoRA method"
    assert "Also: Low-Rank Adaptation" in lines
    tree = done.stdout[done.stdout.index("Lineage") : done.stdout.index("Introduced by")]
    assert [line.strip("│├└─ ") for line in tree.splitlines()[:9] if line] == [
        "Lineage",
        "what comes from it",
        "AdaLoRA",
        "DoRA",
        "KITE",
        "LoRA+",
        "PiSSA",
        "QLoRA",
        "KITE",
    ]
    assert "Introduced by (1)" in lines
    assert "  LoRA: Low-Rank Adaptation of Large Language Models  [arxiv:2106.09685]" in lines
    assert "  WikiText perplexity 6.2  [arxiv:2501.00011]" in lines
    assert "      LoRA reaches a perplexity of 6.2 and QLoRA one of 6.9 with Mistral 7B." in lines


def test_show_as_a_page(invented_path: str, tmp_path: Path) -> None:
    page = tmp_path / "lora.html"
    done = run("show", "LoRA", "--html", str(page), store=invented_path)
    assert (done.returncode, done.stdout) == (0, f"{page} shows LoRA.\n")
    text = page.read_text(encoding="utf-8")
    assert "<h1>LoRA <small>method</small></h1>" in text
    assert '<iframe title="Neighbourhood" srcdoc="' in text
    assert "<h2>Results (" in text
    unknown = run("show", "Lora-X-Y", store=invented_path)
    assert unknown.returncode == 2
    assert "Did you mean LoRA (method)" in unknown.stderr


def test_a_kind_before_the_name_leaves_out_what_else_has_the_name(tmp_path: Path) -> None:
    """One paper has a method ORCA and a variant of it, another a model ORCA and a result of it."""
    about = {"year": 2024, "authors": ["Ada Quill"], "categories": ["cs.CL"]}
    tuner = {
        "title": "Tuning underwater",
        "abstract": "We propose ORCA, which tunes by echo. MiniORCA is a variant of ORCA.",
        "arxiv_id": "2401.00001",
        "method introduces": ["ORCA", "MiniORCA"],
        "relations": ["MiniORCA variant_of ORCA"],
    }
    whale = {
        "title": "A whale of a model",
        "abstract": "We release ORCA, a model. ORCA outperforms SEAL.",
        "arxiv_id": "2401.00002",
        "model introduces": ["ORCA"],
        "model compares_with": ["SEAL"],
        "relations": ["ORCA outperforms SEAL"],
    }
    path = tmp_path / "orca.db"
    with EmbeddedStore(path) as store:
        load(store, [linked({**about, **raw}) for raw in (tuner, whale)])

    def shown(name: str) -> tuple[str, bool, bool]:
        done = run("show", name, store=str(path))
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()[0], "MiniORCA" in done.stdout, "SEAL" in done.stdout

    assert shown("ORCA") == ("ORCA method and model", True, True)
    assert shown("method:orca") == ("ORCA method", True, False)
    assert shown("Model: ORCA") == ("ORCA model", False, True)
    page = tmp_path / "orca.html"
    assert run("show", "model:ORCA", "--html", str(page), store=str(path)).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert "A whale of a model" in text
    assert "MiniORCA" not in text


def test_colours_only_on_a_terminal(invented_path: str) -> None:
    done = CliRunner().invoke(cli, ["query", "--store", invented_path, "method_variants"], color=False)
    assert "\x1b" not in done.output
