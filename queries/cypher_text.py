"""What a Cypher text says of itself: its tokens, parameters, labels, relationship types and returned columns.

Not a parser of Cypher: it knows brackets, names and the few clauses that the checks need, and says at which line each
thing stands. Strings, comments and map keys are told apart from names, so `{ON: 1}` or `'(:Nothing)'` mislead nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

TokenKind = Literal["name", "quoted", "parameter", "string", "number", "symbol"]

_TOKEN = re.compile(
    r"""
    (?P<skip>\s+|//[^\n]*)
  | (?P<block>/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:\w+|`[^`]+`))
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<symbol>\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)

OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(OPENING.values())
_SUBQUERY_HEADS = frozenset(("CALL", "EXISTS", "COUNT", "COLLECT"))
_AFTER_RETURN = frozenset(("ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"))


@dataclass(frozen=True)
class Token:
    """One word or sign. `line` counts from 1 in the text that was read; quoted names come without their backticks."""

    kind: TokenKind
    text: str
    line: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords (upper case)."""
        return self.kind == "name" and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind == "symbol" and self.text in symbols

    @property
    def is_identifier(self) -> bool:
        return self.kind in ("name", "quoted")


@dataclass(frozen=True)
class Named:
    """A label, a relationship type, a parameter or a column, with the line where it stands."""

    name: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a Cypher text without white space and comments."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup, match.group()
        if kind in ("name", "string", "number", "symbol"):
            yield Token(kind, found, line)  # type: ignore[arg-type]
        elif kind == "quoted":
            yield Token("quoted", found[1:-1].replace("``", "`"), line)
        elif kind == "parameter":
            yield Token("parameter", found[1:].strip("`"), line)
        line += found.count("\n")


class CypherText:
    """The facts that the checks ask for; lines are those of the text given."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(tokens(text))

    @cached_property
    def parameters(self) -> tuple[Named, ...]:
        """Every `$parameter`, in order, as often as it occurs."""
        return tuple(Named(t.text, t.line) for t in self.tokens if t.kind == "parameter")

    @cached_property
    def _contexts(self) -> tuple[str, ...]:
        """For each token where it stands: `top`, `(`, `[`, `-[` (a relationship pattern) or `{` (a map)."""
        stack = ["top"]
        call_scope = False
        out: list[str] = []
        previous: Token | None = None
        for token in self.tokens:
            if token.is_symbol(*_CLOSING) and len(stack) > 1:
                out.append(stack[-1])
                call_scope = stack.pop() == "call scope"
                previous = token
                continue
            out.append("(" if stack[-1] == "call scope" else stack[-1])
            if token.is_symbol("("):
                is_call = previous is not None and previous.is_word("CALL")
                stack.append("call scope" if is_call else "(")
            elif token.is_symbol("["):
                stack.append("-[" if previous is not None and previous.is_symbol("-") else "[")
            elif token.is_symbol("{"):
                subquery = previous is not None and (previous.is_word(*_SUBQUERY_HEADS) or call_scope)
                stack.append("subquery" if subquery else "{")
            call_scope = False
            previous = token
        return tuple(out)

    def _after_colons(self, in_relationship: bool) -> Iterator[Named]:
        tokens_ = self.tokens
        for i, token in enumerate(tokens_):
            context = self._contexts[i]
            if not token.is_symbol(":") or context == "{" or (context == "-[") != in_relationship:
                continue
            j = i + 1
            while j < len(tokens_):
                while j < len(tokens_) and tokens_[j].is_symbol("!", "("):
                    j += 1
                if j >= len(tokens_) or not tokens_[j].is_identifier:
                    break
                yield Named(tokens_[j].text, tokens_[j].line)
                if j + 1 < len(tokens_) and tokens_[j + 1].is_symbol("|", "&"):
                    j += 2
                else:
                    break

    @cached_property
    def labels(self) -> tuple[Named, ...]:
        """Every label in a node pattern or a label predicate."""
        return tuple(self._after_colons(in_relationship=False))

    @cached_property
    def types(self) -> tuple[Named, ...]:
        """Every relationship type in a relationship pattern."""
        return tuple(self._after_colons(in_relationship=True))

    @cached_property
    def returns(self) -> tuple[tuple[Named, ...], ...]:
        """The columns of each top-level RETURN (several where UNION joins them); a column without an alias that is no
        plain name has the name ``""``."""
        out: list[tuple[Named, ...]] = []
        depth = 0
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.is_symbol(*OPENING):
                depth += 1
            elif token.is_symbol(*_CLOSING):
                depth -= 1
            elif depth == 0 and token.is_word("RETURN"):
                i, columns = self._columns(i + 1)
                out.append(columns)
                continue
            i += 1
        return tuple(out)

    def _columns(self, start: int) -> tuple[int, tuple[Named, ...]]:
        items: list[list[Token]] = [[]]
        depth = 0
        i = start
        while i < len(self.tokens):
            token = self.tokens[i]
            if depth == 0 and token.is_word(*_AFTER_RETURN) and items[-1]:
                break
            if depth == 0 and token.is_symbol(";"):
                break
            if token.is_symbol(*OPENING):
                depth += 1
            elif token.is_symbol(*_CLOSING):
                depth -= 1
            if depth == 0 and token.is_symbol(","):
                items.append([])
            elif not (i == start and token.is_word("DISTINCT")):
                items[-1].append(token)
            i += 1
        line = self.tokens[start - 1].line
        return i, tuple(_column(item, line) for item in items)

    def statements(self) -> int:
        """How many statements the text holds."""
        count, empty = 0, True
        for token in self.tokens:
            if token.is_symbol(";"):
                count, empty = count + (not empty), True
            else:
                empty = False
        return count + (not empty)


def _column(item: list[Token], line: int) -> Named:
    if len(item) >= 2 and item[-2].is_word("AS") and item[-1].is_identifier:
        return Named(item[-1].text, item[-1].line)
    if len(item) == 1 and item[0].is_identifier:
        return Named(item[0].text, item[0].line)
    return Named("", item[0].line if item else line)
