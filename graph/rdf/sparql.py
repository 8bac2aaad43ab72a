"""SPARQL over exports: the counterparts of canned queries (`queries/*.rq`), and queries of the user's own.

A counterpart has the name, the parameters and the columns of its `.cypher` file. In its text `$name` stands for a
parameter; one without a value stays what SPARQL reads there, a variable that nothing binds. A line `# lists: a, b`
names columns whose values are lists, which SPARQL can only return as joined text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from paperatlas.errors import InputError, QueryError

from ..schema import LABEL_OF_KIND
from .formats import FORMATS, format_for
from .terms import CLASS_OF_LABEL, PREFIXES, expand

if TYPE_CHECKING:
    from paperatlas.queries.canned import Parameter

SEPARATOR = "\x1f"
_NUMBERS = {expand(f"xsd:{t}") for t in ("integer", "int", "long", "nonNegativeInteger")}
_FRACTIONS = {expand(f"xsd:{t}") for t in ("double", "decimal", "float")}
_BOOLEAN = expand("xsd:boolean")
_TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\s]*>|\#[^\n]*|\$(\w+)')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class SparqlQuery:
    """The text of a query, and its columns that hold lists."""

    name: str
    text: str
    lists: frozenset[str] = frozenset()


def counterparts() -> dict[str, SparqlQuery]:
    """The canned queries that have a SPARQL counterpart, by name."""
    found = (p for p in files("paperatlas.queries").iterdir() if p.name.endswith(".rq"))
    queries = (parse(p.name.removesuffix(".rq"), p.read_text("utf-8")) for p in found)
    return {query.name: query for query in sorted(queries, key=lambda q: q.name)}


def parse(name: str, text: str) -> SparqlQuery:
    """A query's text with what its comments say."""
    match = re.search(r"^# lists: (.+)$", text, re.MULTILINE)
    return SparqlQuery(name, text, frozenset(part.strip() for part in match[1].split(",")) if match else frozenset())


def find(name_or_file: str) -> SparqlQuery:
    """The counterpart of this name, or the query in this file. QueryError where there is neither."""
    known = counterparts()
    wanted = name_or_file.strip().replace("-", "_")
    if wanted in known:
        return known[wanted]
    path = Path(name_or_file)
    if path.suffix in (".rq", ".sparql") or path.is_file():
        try:
            return parse(path.stem, path.read_text("utf-8"))
        except OSError as error:
            raise QueryError(
                f"The query {path} cannot be read: {error.strerror or error}.", "Check the file."
            ) from error
        except UnicodeDecodeError as error:
            raise QueryError(f"The query {path} is not valid UTF-8.", "Save it as UTF-8.") from error
    close = get_close_matches(wanted, known, n=3)
    hint = f"Did you mean {', '.join(close)}?" if close else f"There are {', '.join(known)}; or name a file (.rq)."
    raise QueryError(f"There is no SPARQL query `{name_or_file}`.", hint)


def load(paths: Sequence[str | Path]) -> ox.Store:
    """The RDF of files (`.gz` too) in one store in memory; InputError where a file is no RDF.

    The default graph holds everything once, and named graphs hold what they hold beside it.
    """
    import gzip

    store = ox.Store()
    for path in paths:
        format_ = format_for(path)
        try:
            with gzip.open(path, "rb") if str(path).endswith(".gz") else open(path, "rb") as stream:
                if format_.quads:
                    store.bulk_extend(_in_default_graph_too(ox.parse(stream, format_.syntax)))  # type: ignore[arg-type]
                else:
                    store.bulk_load(stream, format_.syntax)  # type: ignore[arg-type]  # a gzip file reads like any other
        except (SyntaxError, ValueError) as error:
            raise InputError(f"{path} is no valid {format_.name}: {error}.") from error
        except OSError as error:
            known = ", ".join(f.endings[0] for f in FORMATS)
            raise InputError(
                f"{path} cannot be read: {error.strerror or error}.", f"Name an export ({known})."
            ) from error
    return store


def _in_default_graph_too(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield quad
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def fill_in(text: str, parameters: Mapping[str, Any]) -> str:
    """The text with `$name` replaced by the value as a literal; None leaves the variable, which nothing binds."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name is None or parameters.get(name) is None else literal(parameters[name])

    return _TOKENS.sub(value, text)


def literal(value: Any) -> str:
    """A value as SPARQL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if "e" in repr(value) else f"{value!r}e0"
    text = "".join(_ESCAPES.get(c, c if c >= " " else f"\\u{ord(c):04X}") for c in str(value))
    return f'"{text}"'


def bind(store: ox.Store | None, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a canned query, defaults filled in, aliases turned into the names that the data has.

    Without data names stay as they are given."""
    from paperatlas.queries import library

    canned = library.load().get(name)
    read = {key: _read(name, canned.parameter(key), text) for key, text in given.items()}
    out = library.values(canned, read)
    if store is None:
        return out
    for parameter in canned.parameters:
        value = out[parameter.name]
        if value is None:
            pass
        elif parameter.kinds:
            out[parameter.name] = resolve(store, parameter.kinds, value)
        elif "paper" in parameter.types:
            out[parameter.name] = resolve_paper(store, value)
    return out


def _read(query: str, parameter: "Parameter | None", text: Any) -> Any:
    """The value that a text of the command line stands for."""
    if parameter is None or not isinstance(text, str):
        return text
    if text == "null":
        return None
    type_ = parameter.types[0]
    try:
        if type_ == "boolean":
            return {"true": True, "false": False}[text.lower()]
        return {"integer": int, "float": float}.get(type_, str)(text)
    except (KeyError, ValueError) as error:
        raise QueryError(
            f"The parameter `{parameter.name}` of {query} must be of type {type_}, not {text!r}."
        ) from error


def resolve(store: ox.Store, kinds: Sequence[str], name: str) -> str:
    """The name that the data has for an entity, given by any alias in any letter case. QueryError with the nearest."""
    classes = " ".join(f"<{expand(CLASS_OF_LABEL[LABEL_OF_KIND[kind]])}>" for kind in kinds)
    text = (
        f"SELECT ?name ?string WHERE {{ VALUES ?class {{ {classes} }} ?e a ?class ; <{expand('skos:prefLabel')}> ?name "
        f"; <{expand('skos:prefLabel')}>|<{expand('skos:altLabel')}> ?string }}"
    )
    strings: dict[str, str] = {}
    for row in store.query(text):  # type: ignore[union-attr]
        label, string = str(row["name"].value), str(row["string"].value)
        if string == label or string.casefold() not in strings:
            strings[string.casefold()] = label
    wanted = name.strip().casefold()
    if wanted in strings:
        return strings[wanted]
    close = list(dict.fromkeys(strings[s] for s in get_close_matches(wanted, strings, n=3)))
    hint = f"Did you mean {', '.join(close)}?" if close else ""
    raise QueryError(f"The data has no {' or '.join(kinds)} `{name}`.", hint)


def resolve_paper(store: ox.Store, name: str) -> str:
    """The id of a paper, given by id, arXiv id, DOI or title."""
    predicates = ("dcterms:identifier", "fabio:hasArXivId", "prism:doi", "dcterms:title")
    paths = "|".join(f"<{expand(curie)}>" for curie in predicates)
    text = (
        f"SELECT DISTINCT ?id WHERE {{ ?p a <{expand(CLASS_OF_LABEL['Paper'])}> "
        f"; <{expand('dcterms:identifier')}> ?id ; "
        f"{paths} ?key . FILTER(LCASE(STR(?key)) = {literal(name.strip().lower())}) }}"
    )
    found = sorted(str(row["id"].value) for row in store.query(text))  # type: ignore[union-attr]
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"`{name}` is several papers: {', '.join(found)}.", "Give one of these ids.")
    raise QueryError(f"The data has no paper `{name}`.", "Give an id, an arXiv id, a DOI or a whole title.")


def run(
    store: ox.Store, query: SparqlQuery, parameters: Mapping[str, Any] | None = None
) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of a SELECT or ASK query, values as Python's own; QueryError where the text is no such query.

    `parameters`: as `bind` returns them.
    """
    text = fill_in(query.text, parameters or {})
    try:
        answer = store.query(text)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"The query {query.name} is no valid SPARQL: {error}.") from error
    except OSError as error:
        raise _not_answered(query, error) from error
    if isinstance(answer, ox.QueryBoolean):
        return ["answer"], [{"answer": bool(answer)}]
    if isinstance(answer, ox.QueryTriples):
        columns = ["subject", "predicate", "object"]
        return columns, [
            dict(zip(columns, (str(t.subject), str(t.predicate), to_python(t.object)), strict=True)) for t in answer
        ]
    columns = [variable.value for variable in answer.variables]
    try:
        return columns, [{column: _value(row[column], column in query.lists) for column in columns} for row in answer]
    except (OSError, RuntimeError) as error:
        raise _not_answered(query, error) from error


def _not_answered(query: SparqlQuery, error: Exception) -> QueryError:
    """OSError: a SERVICE that the query asks cannot be reached."""
    hint = "It asks another server with SERVICE; is that one reachable?" if isinstance(error, OSError) else ""
    return QueryError(f"The query {query.name} cannot be answered: {error}.", hint)


def _value(found: Any, is_list: bool) -> Any:
    value = to_python(found)
    if is_list:
        return sorted(part for part in value.split(SEPARATOR) if part) if value else []
    return value


def to_python(found: Any) -> Any:
    """An RDF term as Python's own value: numbers, booleans, else text; None where nothing is bound."""
    if found is None:
        return None
    if isinstance(found, ox.Literal):
        datatype = found.datatype.value
        if datatype in _NUMBERS:
            return int(found.value)
        if datatype in _FRACTIONS:
            return float(found.value)
        return found.value == "true" if datatype == _BOOLEAN else found.value
    if isinstance(found, ox.NamedNode):
        return found.value
    return str(found)


def prefix_header() -> str:
    """The prefixes that a query of one's own may begin with."""
    return "".join(f"PREFIX {prefix}: <{place}>\n" for prefix, place in PREFIXES.items())
