"""Learn which roles and relations readers see in a text.

    OMP_NUM_THREADS=1 python bench/train_relations.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p y18]

Writes `loaders/linking/roles.npz` and `loaders/linking/relations.npz`; run it after `train_judge.py`. The names in the
papers that it learns from are found by judges that have not seen them, since that is how names will be found later.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from annotated import Annotated, divided, trainer_options
from networks import save, train_network
from train_judge import FOLDS, readings_of, train

from paperatlas.graph.schema import ROLES
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import RELATION_TYPES, Found, Links
from paperatlas.loaders.linking.judge import Judge, read_weights
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.network import Network
from paperatlas.loaders.linking.relation_judge import pair_signs
from paperatlas.loaders.linking.relations import Relations
from paperatlas.loaders.linking.results import Results
from paperatlas.loaders.linking.role_judge import role_signs
from paperatlas.loaders.linking.roles import Roles
from paperatlas.loaders.linking.text import read

COUNTS = {"mentions": 2, "trains_on": 4}
"""How often a row of a rare role counts. The annotated papers are of two years, in which few abstracts give background
or name what they train on; in older ones a fifth of what they name is background."""


@dataclass
class Examples:
    """Rows of signs and their classes."""

    signs: list[np.ndarray] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)

    def table(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.signs, np.float32), np.array(self.classes)


def linked(papers: list[Annotated], lexicon: Lexicon, judge: Judge) -> Iterator[tuple[Annotated, Links]]:
    """The papers with their names and results, as this judge has them."""
    parts = (
        MentionFinder(lexicon).find, ModelNames(lexicon).complete, Discovery(lexicon, judge).discover, Results().read,
    )  # fmt: skip
    for paper in papers:
        links = Links(read(paper.text, paper.title_end))
        for part in parts:
            part(links)
        yield paper, links


def unseen(papers: list[Annotated], lexicon: Lexicon, width: int, epochs: int) -> Iterator[tuple[Annotated, Links]]:
    """The papers, each linked by a judge that learnt from the others."""
    for fold in range(FOLDS):
        rest = [p for n, p in enumerate(papers) if n % FOLDS != fold]
        file = io.BytesIO()
        np.savez(file, **train(readings_of(rest, lexicon), width, epochs))  # type: ignore[arg-type]
        file.seek(0)
        yield from linked(papers[fold::FOLDS], lexicon, Judge(read_weights(file)))


def entities_of(paper: Annotated, links: Links) -> dict[str, dict[str, object] | None]:
    """What the reader listed for each name that was found."""
    text = links.text
    return {
        name: paper.entity({text.surface(f.start, f.end) for f in group}) for name, group in links.by_name().items()
    }


def add_relations(paper: Annotated, links: Links, relations: Relations, examples: Examples) -> None:
    """A row for each pair that the reader listed both of; what is optional is left out."""
    listed = {name: entity["name"] for name, entity in entities_of(paper, links).items() if entity is not None}
    said = {(r["head"], r["tail"]): None if r.get("optional") else r["type"] for r in paper.relations}
    pairs = relations.pairs(links)
    if not pairs:
        return
    for pair, row in zip(pairs, pair_signs(links, pairs, relations.lexicon), strict=True):
        ends = listed.get(pair.head[0].name), listed.get(pair.tail[0].name)
        type_ = said.get(ends, "")  # type: ignore[arg-type]
        if type_ is not None:
            examples.signs.append(row)
            examples.classes.append(1 + RELATION_TYPES.index(type_) if type_ else 0)


def add_roles(paper: Annotated, links: Links, roles: Roles, examples: Examples) -> None:
    """A row for each name that the reader listed."""
    groups: list[list[Found]] = list(links.by_name().values())
    if not groups:
        return
    readings, pivot = roles.readings(links, groups)
    listed = entities_of(paper, links)
    for group, row in zip(groups, role_signs(links, groups, readings, pivot), strict=True):
        entity = listed[group[0].name]
        if entity is not None and not entity.get("optional"):
            examples.signs.append(row)
            examples.classes.append(ROLES.index(str(entity["role"])))


def report(what: str, arrays: dict[str, np.ndarray], held_out: Examples) -> None:
    signs, classes = held_out.table()
    said = Network.of(arrays).chances(signs)
    loss = -np.log(said[np.arange(len(said)), classes] + 1e-9).mean()
    right = (said.argmax(1) == classes).mean()
    print(f"held out: {len(classes)} {what}, loss {loss:.4f}, {right:.3f} right", flush=True)


def main() -> None:
    parser = trainer_options(__doc__ or "")
    parser.add_argument("--width", type=int, default=32, help="hidden units of each of the networks")
    parser.add_argument("--epochs", type=int, default=12)
    arguments = parser.parse_args()
    training, held_out = divided(arguments)
    lexicon = Lexicon(load_catalog(user=False))
    learnt = list(unseen(training, lexicon, width=64, epochs=24))
    kept = list(linked(held_out, lexicon, Judge()))
    relations, roles = Relations(lexicon), Roles()
    pairs, pairs_kept, places, places_kept = Examples(), Examples(), Examples(), Examples()
    for papers, into in ((learnt, pairs), (kept, pairs_kept)):
        for paper, links in papers:
            add_relations(paper, links, relations, into)
    arrays = train_network(*pairs.table(), 1 + len(RELATION_TYPES), arguments.width, arguments.epochs)
    save(arguments.output / "relations.npz", arrays)
    report("pairs", arrays, pairs_kept)
    judged = Relations(lexicon)
    for papers, into in ((learnt, places), (kept, places_kept)):
        for paper, links in papers:
            judged.read(links)
            add_roles(paper, links, roles, into)
    signs, classes = places.table()
    counts = np.array([COUNTS.get(role, 1) for role in ROLES])[classes]
    signs, classes = signs.repeat(counts, axis=0), classes.repeat(counts)
    arrays = train_network(signs, classes, len(ROLES), arguments.width, arguments.epochs)
    save(arguments.output / "roles.npz", arrays)
    report("roles", arrays, places_kept)


if __name__ == "__main__":
    main()
