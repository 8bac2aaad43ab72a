"""Clean text, tokens and sentences, and the way back to the text as delivered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.loaders.linking.text import clean, keys_of, read


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"$\beta$-VAE", "beta-VAE"),
        (r"$k$-means", "k-means"),
        (r"Nystr\"om", "Nyström"),
        (r"\textbf{Foo} and \emph{Bar}", "Foo and Bar"),
        (r"5.8\% of A\&B", "5.8% of A&B"),
        (r"Rozi\`ere", "Rozière"),
        (r"$2\times$ faster", "2× faster"),
        ("no TeX at all", "no TeX at all"),
    ],
)
def test_tex_is_undone(tex: str, plain: str) -> None:
    assert clean(tex).text == plain


def test_offsets_lead_back_to_the_original() -> None:
    title, abstract = r"On \textbf{X-Net}", r"We use the Nystr\"om method and $\beta$-VAE."
    paper = read(f"{title}\n{abstract}", len(title))
    for wanted in ("Nyström method", "beta-VAE", "X-Net"):
        start = paper.text.index(wanted)
        field, first, last = paper.locate(start, start + len(wanted))
        text = title if field == "title" else abstract
        assert text[first:last] == paper.surface(start, start + len(wanted))
    start = paper.text.index("beta-VAE")
    assert paper.surface(start, start + 8) == r"$\beta$-VAE"


def test_sentences_do_not_end_at_abbreviations() -> None:
    paper = read("A title\nWe test e.g. BERT vs. GPT. Results (Fig. 2) are good! Is it 3.5 points? Yes.", 7)
    sentences = [paper.text[slice(*paper.sentence_span(i))] for i in range(len(paper.sentence_starts))]
    assert sentences == [
        "A title",
        "We test e.g. BERT vs. GPT.",
        "Results (Fig. 2) are good!",
        "Is it 3.5 points?",
        "Yes.",
    ]


def test_keys_ignore_case_hyphens_and_accents() -> None:
    assert keys_of("Nyström-Method") == keys_of("nystrom method") == ("nystrom", "method")
    assert keys_of("GPT-3.5") == ("gpt", "3.5")
    assert keys_of("LoRA+") != keys_of("LoRA")
    assert keys_of("β-VAE") == keys_of(r"$\beta$-VAE") == ("beta", "vae")


@given(st.text(max_size=200), st.integers(0, 40))
def test_any_text_can_be_read(text: str, cut: int) -> None:
    title = text[:cut]
    paper = read(f"{title}\n{text[cut:]}", len(title))
    assert len(paper.starts) == len(paper.ends) == len(paper.keys)
    for start, end in zip(paper.starts, paper.ends, strict=True):
        assert 0 <= start < end <= len(paper.text)
        first, last = paper.original(start, end)
        assert 0 <= first <= last <= len(paper.source)
