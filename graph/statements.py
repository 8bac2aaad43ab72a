"""Cypher built from the schema: the only place that turns `graph/schema.py` into text that a store runs.

Names come from the schema's tables, values only as parameters. What is built runs unchanged on Neo4j 5 and on the
embedded store (DESIGN.md, section 5): every name stands in backticks, columns are called c0, c1, … so that a property
such as `end` is never an alias.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .schema import (
    ENTITY_LABELS,
    FULLTEXT,
    FULLTEXT_SERVER,
    LINEAGE,
    NODE_TYPES,
    NODES,
    PAPER,
    RELATIONSHIP_TYPES,
    RELATIONSHIPS,
    REPOSITORY,
    RESULT,
    SOURCED,
    NodeType,
    Property,
    RelationshipType,
)
from .store import Value

CATALOGUE = "catalogue"
GRAMMAR = "grammar"
SHARED_SOURCES = (CATALOGUE, GRAMMAR)
"""Values of `source` that name no paper: relationships that every paper shares."""

PAPER_TYPES: tuple[str, ...] = tuple(r.type for r in RELATIONSHIP_TYPES if PAPER.label in r.heads)
RESULT_TYPES: tuple[str, ...] = tuple(r.type for r in RELATIONSHIP_TYPES if RESULT.label in r.heads)
HELD_LABELS: tuple[str, ...] = (RESULT.label, *ENTITY_LABELS, REPOSITORY.label)
"""Labels whose nodes go when nothing holds them; Results first, because they hold entities."""


def quoted(name: str) -> str:
    """A name of the schema in backticks."""
    return f"`{name}`"


def any_of(types: Iterable[str]) -> str:
    """`` `A`|`B` ``: a pattern's choice of types or labels."""
    return "|".join(quoted(t) for t in types)


def columns(variable: str, properties: Sequence[Property], first: int = 0) -> str:
    """`` n.`id` AS c0, n.`name` AS c1 ``"""
    return ", ".join(f"{variable}.{quoted(p.name)} AS c{first + i}" for i, p in enumerate(properties))


def label_of(variable: str, labels: Sequence[str]) -> str:
    """An expression for the one label of the schema that a node has, whatever other labels a user gave it."""
    listed = ", ".join(f"'{label}'" for label in labels)
    return f"[l IN labels({variable}) WHERE l IN [{listed}]][0]"


# -- constraints and indexes


def schema_statements(*, server: bool = False) -> Iterator[tuple[str, str]]:
    """(name, statement) of every constraint and index, with those that only a `server` has; each may be run again
    without harm."""
    for node in NODE_TYPES:
        name = f"{node.label.lower()}_id"
        label = quoted(node.label)
        yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.`id` IS UNIQUE"
        for prop in node.properties:
            if prop.indexed:
                name = f"{node.label.lower()}_{prop.name}"
                yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{quoted(prop.name)})"
    for relationship in RELATIONSHIP_TYPES:
        for prop in relationship.properties:
            if prop.indexed:
                name = f"{relationship.type.lower()}_{prop.name}"
                type_ = quoted(relationship.type)
                yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.{quoted(prop.name)})"
    for label, prop_name in (*FULLTEXT, *(FULLTEXT_SERVER if server else ())):
        name = fulltext_index(label, prop_name)
        yield (
            name,
            f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{quoted(label)}) ON EACH [n.{quoted(prop_name)}]",
        )


def fulltext_index(label: str, property_name: str) -> str:
    """Name of a full-text index, for `db.index.fulltext.queryNodes`: `fulltext_paper_title`."""
    return f"fulltext_{label.lower()}_{property_name}"


# -- writing


TELLING_ELEMENTS = " RETURN collect(elementId(n)) AS elements"
"""In one row: a row a node would cost the client more than the rest of what it does."""


def merge_papers(*, tell_elements: bool = False) -> str:
    """Rows: id, props. What a row lacks keeps its stored value.

    With `tell_elements` a row comes back: elements, the element ids of the papers in the order of the rows.
    """
    text = f"UNWIND $rows AS row MERGE (n:{quoted(PAPER.label)} {{`id`: row.id}}) SET n += row.props"
    return text + TELLING_ELEMENTS if tell_elements else text


_NODE_PROPERTY_NAMES = {n.label: tuple(p.name for p in n.properties) for n in NODE_TYPES}


def node_row(label: str, properties: Mapping[str, Value]) -> list[Value | None]:
    """A row of `merge_nodes`: every property in the schema's order, null where the node has none."""
    return [*map(properties.get, _NODE_PROPERTY_NAMES[label])]


def merge_nodes(label: str, *, tell_elements: bool = False) -> str:
    """Rows: `node_row`. What the schema names is replaced; other properties of the node stay. `tell_elements`: as in
    `merge_papers`.

    Two papers may write a discovered name differently (`X-Y`, `X Y`); so that the order of loading does not matter,
    the one that sorts first is kept.
    """
    places = {p.name: f"row[{i}]" for i, p in enumerate(NODES[label].properties)}
    id_, name = places.pop("id"), places.pop("name")
    if discovered := places.get("discovered"):
        name = f"CASE WHEN {discovered} AND n.`discovered` AND n.`name` < {name} THEN n.`name` ELSE {name} END"
    sets = ", ".join([f"n.`name` = {name}", *(f"n.{quoted(prop)} = {place}" for prop, place in places.items())])
    text = f"UNWIND $rows AS row MERGE (n:{quoted(label)} {{`id`: {id_}}}) SET {sets}"
    return text + TELLING_ELEMENTS if tell_elements else text


def _ends(head: str, tail: str) -> str:
    return f"UNWIND $rows AS row MATCH (h:{quoted(head)} {{`id`: row[0]}}) MATCH (t:{quoted(tail)} {{`id`: row[1]}}) "


def _row_values(type_: str) -> dict[str, str]:
    """Each property of a relationship type with its place in a row."""
    return {p.name: f"row[{i}]" for i, p in enumerate(RELATIONSHIPS[type_].properties, start=2)}


_PROPERTY_NAMES = {r.type: tuple(p.name for p in r.properties) for r in RELATIONSHIP_TYPES}


def relationship_row(type_: str, head: str, tail: str, properties: Mapping[str, Value]) -> list[Value | None]:
    """A row of `create_relationships` and `merge_relationships`: head, tail, then every property in the schema's order.

    Lists, because names repeated in every row would be half of what a client packs and a server unpacks.
    """
    return [head, tail, *map(properties.get, _PROPERTY_NAMES[type_])]


def create_relationships(type_: str, head: str, tail: str) -> str:
    """Rows: `relationship_row`, of relationships that are known to be absent.

    Without the search for one that is there already, which costs most between nodes with many relationships.
    """
    return _ends(head, tail) + _create(type_)


def create_between_elements(type_: str) -> str:
    """As `create_relationships`, with the ends' element ids in the place of their ids: one statement whatever their
    labels, and no search in an index.

    It returns a row, because a server runs what returns none before it answers at all, and what returns some while the
    client goes on.
    """
    ends = f"{_element('h', 0)} {_element('t', 1)}"
    return f"UNWIND $rows AS row {ends} {_create(type_)} RETURN count(*) AS created"


def _element(variable: str, place: int) -> str:
    return f"MATCH ({variable}) WHERE elementId({variable}) = row[{place}]"


def _create(type_: str) -> str:
    properties = ", ".join(f"{quoted(name)}: {value}" for name, value in _row_values(type_).items())
    return f"CREATE (h)-[r:{quoted(type_)}" + (f" {{{properties}}}" if properties else "") + "]->(t)"


def merge_relationships(type_: str, head: str, tail: str) -> str:
    """Rows: `relationship_row`. What the schema names is replaced; other properties of the relationship stay."""
    values = _row_values(type_)
    key = f" {{`source`: {values.pop('source')}}}" if type_ in SOURCED else ""
    sets = ", ".join(f"r.{quoted(name)} = {value}" for name, value in values.items())
    return f"{_ends(head, tail)}MERGE (h)-[r:{quoted(type_)}{key}]->(t)" + (f" SET {sets}" if sets else "")


def delete_relationships(type_: str, head: str, tail: str) -> str:
    """Rows: head, tail, and source where the type has one."""
    where = " WHERE r.`source` = row[2]" if type_ in SOURCED else ""
    return (
        f"UNWIND $rows AS row MATCH (h:{quoted(head)} {{`id`: row[0]}})-[r:{quoted(type_)}]->"
        f"(t:{quoted(tail)} {{`id`: row[1]}}){where} DELETE r"
    )


# -- what is there


def stored_ids(label: str) -> str:
    """Of `$ids` those that are stored."""
    return f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{`id`: id}}) RETURN n.`id` AS id"


def owned_by_papers() -> str:
    """Relationships that start at the papers `$ids`: head, type, tail_label, tail."""
    tails = sorted({tail for t in PAPER_TYPES for tail in RELATIONSHIPS[t].tails})
    return (
        f"UNWIND $ids AS id MATCH (p:{quoted(PAPER.label)} {{`id`: id}})-[r:{any_of(PAPER_TYPES)}]->(x) "
        f"RETURN p.`id` AS head, type(r) AS type, {label_of('x', tails)} AS tail_label, x.`id` AS tail"
    )


def said_by_papers(type_: str) -> str:
    """Relationships between entities whose source is one of `$ids`: head_label, head, tail_label, tail, source."""
    relationship = RELATIONSHIPS[type_]
    return (
        f"UNWIND $ids AS id MATCH (h)-[r:{quoted(type_)}]->(t) WHERE r.`source` = id "
        f"RETURN {label_of('h', relationship.heads)} AS head_label, h.`id` AS head, "
        f"{label_of('t', relationship.tails)} AS tail_label, t.`id` AS tail, r.`source` AS source"
    )


def shared_from(label: str) -> str:
    """The catalogue's and the grammar's relationships that start at `$ids`: head, type, tail_label, tail, source."""
    types = [t for t in LINEAGE if label in RELATIONSHIPS[t].heads]
    shared = ", ".join(f"'{source}'" for source in SHARED_SOURCES)
    return (
        f"UNWIND $ids AS id MATCH (h:{quoted(label)} {{`id`: id}})-[r:{any_of(types)}]->(t) "
        f"WHERE r.`source` IN [{shared}] "
        f"RETURN h.`id` AS head, type(r) AS type, {label_of('t', ENTITY_LABELS)} AS tail_label, t.`id` AS tail, "
        "r.`source` AS source"
    )


# -- taking away what nothing holds


def unheld(label: str) -> str:
    """Of `$ids` those that nothing holds: no relationship comes in, none goes out but what such a node has by itself
    (an entity its catalogue and grammar lineage, a Result what it is about), and nobody gave it another label."""
    if label == RESULT.label:
        own = f"type(r) IN [{', '.join(repr(t) for t in RESULT_TYPES)}]"
    elif label in ENTITY_LABELS:
        types = ", ".join(f"'{t}'" for t in LINEAGE)
        shared = ", ".join(f"'{source}'" for source in SHARED_SOURCES)
        own = f"type(r) IN [{types}] AND coalesce(r.`source`, '') IN [{shared}]"
    else:
        own = "false"
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{`id`: id}}) "
        f"WHERE NOT EXISTS {{ (n)<--() }} AND NOT EXISTS {{ (n)-[r]->() WHERE NOT ({own}) }} "
        "AND size(labels(n)) = 1 RETURN n.`id` AS id"
    )


def held_by(label: str) -> str:
    """What the nodes `$ids` point at: tail_label, tail."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{`id`: id}})-->(t) "
        f"RETURN DISTINCT {label_of('t', HELD_LABELS)} AS tail_label, t.`id` AS tail"
    )


def delete_nodes(label: str) -> str:
    """`$ids` with their relationships; only for what `unheld` named."""
    return f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{`id`: id}}) DETACH DELETE n"


def free_papers() -> str:
    """Of the papers `$ids` those that no relationship and no other label hangs on any more."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(PAPER.label)} {{`id`: id}}) "
        "WHERE NOT EXISTS { (n)--() } AND size(labels(n)) = 1 RETURN n.`id` AS id"
    )


def forget_linking() -> str:
    """The papers `$ids` count as never linked, so that a later build links them again."""
    return (
        f"UNWIND $ids AS id MATCH (n:{quoted(PAPER.label)} {{`id`: id}}) "
        "SET n.`text_digest` = null, n.`linked_with` = null"
    )


def lock_nodes(label: str) -> str:
    """Take the write locks of `$ids` without changing anything."""
    name = f"n.{quoted(NODES[label].caption)}"
    return f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{`id`: id}}) SET {name} = {name}"


# -- reading whole graphs


def ids_of(node: NodeType) -> str:
    return f"MATCH (n:{quoted(node.label)}) RETURN n.`id` AS id"


def nodes_by_id(node: NodeType) -> str:
    """Rows with a column for each property of the schema, for `$ids`."""
    return f"UNWIND $ids AS id MATCH (n:{quoted(node.label)} {{`id`: id}}) RETURN {columns('n', node.properties)}"


def relationships_from(relationship: RelationshipType, head: str) -> str:
    """Rows head, tail_label, tail and a column for each property, for relationships that start at `$ids`."""
    properties = columns("r", relationship.properties)
    return (
        f"UNWIND $ids AS id MATCH (h:{quoted(head)} {{`id`: id}})-[r:{quoted(relationship.type)}]->(t) "
        f"RETURN h.`id` AS head, {label_of('t', relationship.tails)} AS tail_label, t.`id` AS tail"
        + (f", {properties}" if properties else "")
    )


def count_nodes(label: str) -> str:
    return f"MATCH (n:{quoted(label)}) RETURN count(n) AS count"


def count_relationships(type_: str) -> str:
    return f"MATCH ()-[r:{quoted(type_)}]->() RETURN count(r) AS count"


# -- finding papers

PAPER_KEYS = ("id", "arxiv_id", "doi", "s2_id", "openalex_id", "title_key")
"""Properties by which a paper is recognised, the strongest first."""


def papers_by(key: str) -> str:
    """What `find_papers` needs of the papers whose property `key` is one of `$values`."""
    return (
        f"UNWIND $values AS value MATCH (p:{quoted(PAPER.label)} {{{quoted(key)}: value}}) "
        "RETURN value AS value, p.`id` AS id, p.`text_digest` AS text_digest, p.`linked_with` AS linked_with, "
        "p.`year` AS year, p.`authors` AS authors, p.`arxiv_id` AS arxiv_id, "
        "coalesce(p.`abstract`, '') <> '' AS has_abstract ORDER BY id"
    )


def papers_not_linked_with() -> str:
    """Ids of the papers that another linker than `$linked_with`, or none, linked."""
    return f"MATCH (n:{quoted(PAPER.label)}) WHERE coalesce(n.`linked_with`, '') <> $linked_with RETURN n.`id` AS id"
