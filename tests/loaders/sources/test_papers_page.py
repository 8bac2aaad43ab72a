"""A page of papers as text: every paper found, nothing of the site taken for one."""

from paperatlas.loaders.fields import Delivery, SetAside
from paperatlas.loaders.inputs import Line
from paperatlas.loaders.sources import papers_page

BEES = (
    "Bees find their way over long distances with brains of a million neurons. We model the part that keeps the "
    "direction of the sun as a ring of twelve units and call the model BeeRing. Trained on nothing but simulated "
    "flights, BeeRing comes home in 93 of 100 flights, eleven more than a recurrent network of the same size."
)
RIVERS = (
    "Gauges stand on few rivers. We ask how well a network that has read the gauges of other rivers predicts the "
    "flow of one without any, and find that the size of the basin matters more than the distance between the two. "
    "Our data set RiverTwin pairs 2,400 basins; code and data are at example.org/rivertwin."
)
LOOMS = (
    "Weaving patterns are programs. We collect 812 of them as LoomBank, translate each into a small language, and "
    "test whether language models can say what a pattern will look like. They cannot, unless the pattern is short; "
    "with a drawing of the first ten rows beside it they can. We discuss what this says of spatial reasoning."
)


def titles(page: str) -> list[str]:
    items = list(papers_page.read((Line(n, text) for n, text in enumerate(page.splitlines(), 1)), "page"))
    assert all(isinstance(item, Delivery) for item in items)
    return [item.paper.title for item in items if isinstance(item, Delivery)]


def test_furniture_and_dates_are_no_papers() -> None:
    page = f"""new

Find papers every morning in your inbox, at no cost and without any obligation!

Subscribe

by Somebody and friends

Mar 3

BeeRing: A Compass of Twelve Units

{BEES}

12 March 2024

Upvote 41

Do Rivers Resemble Their Neighbours?

{RIVERS}

LoomBank

2 days ago

Abstract

{LOOMS}

About · Terms · Privacy
"""
    assert titles(page) == [
        "BeeRing: A Compass of Twelve Units",
        "Do Rivers Resemble Their Neighbours?",
        "LoomBank",
    ]


def test_title_and_abstract_stay_as_they_are_and_know_their_line() -> None:
    (item,) = papers_page.read([Line(4, "A Ring of Bees"), Line(5, ""), Line(6, BEES)], "page.txt")
    assert isinstance(item, Delivery)
    assert (item.line, item.paper.title, item.paper.abstract) == (4, "A Ring of Bees", BEES)
    assert item.paper.source == "page.txt"
    assert item.paper.id is not None
    assert item.paper.id.startswith("title:")


def test_wrapped_paragraphs_and_pages_without_blank_lines() -> None:
    def wrap(text: str) -> str:
        words, lines = text.split(), [""]
        for word in words:
            lines[-1] = f"{lines[-1]} {word}".strip()
            if len(lines[-1]) > 70:
                lines.append("")
        return "\n".join(lines).strip()

    wrapped = f"A Compass of\nTwelve Units\n\n{wrap(BEES)}\n\nRivers\n\n{wrap(RIVERS)}\n"
    assert titles(wrapped) == ["A Compass of Twelve Units", "Rivers"]
    dense = f"Mar 3\nA Compass of Twelve Units\n{BEES}\nRivers\n{RIVERS}\nLooms\n{LOOMS}"
    assert min(map(len, (BEES, RIVERS, LOOMS))) > 280
    assert titles(dense.replace(BEES, BEES * 2).replace(RIVERS, RIVERS * 2).replace(LOOMS, LOOMS * 2)) == [
        "A Compass of Twelve Units",
        "Rivers",
        "Looms",
    ]


def test_an_abstract_in_two_paragraphs_is_one() -> None:
    (item,) = papers_page.read([Line(1, "Bees"), Line(2, ""), Line(3, BEES), Line(4, ""), Line(5, RIVERS)], "page")
    assert isinstance(item, Delivery)
    assert item.paper.abstract == f"{BEES}\n\n{RIVERS}"


def test_a_broken_line_costs_its_paper_only() -> None:
    lines = [
        Line(1, "Bees"),
        Line(2, ""),
        Line(3, BEES, "the line is not valid UTF-8 (byte 9 of the line)"),
        Line(4, ""),
        Line(5, "Rivers"),
        Line(6, ""),
        Line(7, RIVERS),
    ]
    bees, rivers = papers_page.read(lines, "page")
    assert isinstance(bees, SetAside)
    assert bees.line == 1
    assert "UTF-8" in bees.reason
    assert isinstance(rivers, Delivery)


def test_prose_without_a_title_is_set_aside() -> None:
    (item,) = papers_page.read([Line(1, BEES)], "page")
    assert isinstance(item, SetAside)
    assert "without a title" in item.reason
