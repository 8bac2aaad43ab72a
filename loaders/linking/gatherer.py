"""Gathers the possible names of a text, from how papers introduce, define and write names.

Sources: the title (`Name: …`); sentences of introduction ("we propose NAME", "a benchmark called NAME"); definitions
(`Long Form (LF)`); emphasis and quotes; the shape of a word (two capitals, a digit among letters, a word that is not
English); capitalised phrases inside a sentence; named components ("a boundary-aware contrastive loss"); and stretches
of ordinary words. They are many more than there are names: which are some is for the judge.
"""

import itertools
import re
from functools import cached_property

from .candidates import Candidate, Candidates, spelling
from .document import Links
from .introductions import is_naming
from .lexicon import Lexicon
from .phrases import phrases
from .shapes import WORD, capital_phrases, capital_stretches, capital_words, is_coined, is_name_like
from .text import fold, keys_of, occurrences
from .words import (
    COMPONENT_NOUNS,
    FIELD_WORDS,
    GENERIC_MODIFIERS,
    KIND_OF_NOUN,
    NO_COMPONENT,
    NO_NAMES,
    NOT_ENTITY_NOUNS,
    PART_NOUNS,
    STOP_WORDS,
    in_vocabulary,
)

_TITLE_SPLIT = re.compile(r"\s*(?::|：|\s[-–—]\s|—)\s*")
_OBJECT_END = re.compile(
    r"[;:.]|,\s(?:which|where|and|that|in|to|with|by|for|using|based|we)\b"
    r"|\b(?:that|which|for|to|by|using|based|on|with|via|from|in|where|when|into|over|under|as)\b"
)
_OVERVIEW = re.compile(
    r"\b(?:survey|review|introduction|tutorial|overview|perspectives?|primer|"
    r"guide|revisit\w*|history|opportunities|challenges|"
    r"understanding|rethinking|an? (?:\w+ )?(?:analysis|study) of)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:a|an|the|our|two|three|new|novel|its|this|these|both)\s+", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,?\s+and|,)\s+(?:its\s+|the\s+|a\s+)?(?=[\w\-]*[A-Z])")
# The set at the beginning lets the search skip to the next of its characters.
_QUOTED = re.compile(r"[“\"`‘'](?:(?<=[“\"‘])|(?<=`)`|(?<=')(?<!\w'))([A-Z][^“”\"`‘’']{2,50}?)(?:[”\"]|''|’|'(?!\w))")
_EMPHASIS = re.compile(r"\\(?:textit|emph|textbf|textsc|texttt|text)\{\s*([^{}]{2,60}?)\s*\}")
_PERSON_RIGHT = re.compile(r"\s+(?:et al|and colleagues|\(\d{4}\)|\d{4}\))|'s (?:work|theory|theorem|law|lemma)")
_OURS = re.compile(r"\b(?:we|our|this (?:paper|work|study|article|thesis)|here,)\b", re.IGNORECASE)
_OWN_PARTS = re.compile(
    r"\b(?:our|we|propose\w*|introduc\w*|consist\w*|compris\w*|composed|"
    r"(?:two|three|four|five|six|key|core|main|novel) (?:[\w-]+ )?"
    r"(?:components?|modules?|agents?|stages?|parts?|mechanisms?|strategies))\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(r"\b(?:University|Institute|Department|Conference|Workshop)\b")
_WORD_PART = re.compile(r"[\w-]+")
_CLASS_AFTER = re.compile(r"[-\s]+([A-Za-z]+)")
_CLAUSE = re.compile(r"[;:.]|\b(?:that|which|where|when)\b")
_AND_ARTICLE = re.compile(r"\band\s+(?:an?\s+|the\s+)?(?:novel\s+)?$")
_GENITIVE = re.compile(r"['’]s$")
_COMPOUND = re.compile(r"(.*?[A-Z0-9+])(?:[-–](?:[a-z]{2,}))+$")


class Gatherer:
    """Gathers the candidates of one text; `candidates` maps each name to what was gathered."""

    def __init__(self, links: Links, lexicon: Lexicon) -> None:
        self.links = links
        self.paper = links.text
        self.text = links.text.text
        self.lexicon = lexicon
        self._all = Candidates(links, lexicon)

    def gather(self) -> list[Candidate]:
        """The candidates in the order in which their sources are read: the surest first."""
        self._from_title()
        self._from_sentences()
        self._from_definitions()
        self._from_emphasis()
        self._from_shape()
        self._from_words()
        return self._all.completed()

    # -- the title --------------------------------------------------------------------------------------------

    def _from_title(self) -> None:
        title = self.text[: self.paper.title_clean_end]
        split = _TITLE_SPLIT.search(title) if title else None
        if split is None or not 2 <= split.start() <= 60:
            return
        head = title[: split.start()].strip()
        words = head.split()
        if not words or len(words) > 5:
            return
        known = self._all.known(title.index(head), title.index(head) + len(head))
        if known is not None:
            known.introduced = not _OVERVIEW.search(title, split.end())
            return
        body = self.text[self.paper.title_clean_end :]
        named = [w for w in words if is_name_like(w)]
        repeated = _occurs(head, body)
        if len(words) == 1:
            if named:
                confidence = 0.95
            elif head[0].isupper() and repeated and (len(head) > 2):
                confidence = 0.85
            else:
                return
        elif repeated and len(words) <= 4 and all(w[0].isupper() or w[0].isdigit() or w in STOP_WORDS for w in words):
            confidence = 0.85
        elif named and len(words) <= 3 and all(is_name_like(w) or w[0].isupper() or w[0].isdigit() for w in words):
            confidence = 0.85
            if not repeated and len(named) == 1 and _occurs(named[0], body):
                head = named[0]
        else:
            return
        start = title.index(head)
        self._all.introduce(start, start + len(head), "title", confidence)

    # -- sentences of introduction ----------------------------------------------------------------------------

    def _from_sentences(self) -> None:
        text, offset, cues = self.text, self.paper.title_clean_end, self.links.introductions
        for match in cues.verbs(offset):
            self._object(match.end(), 0.9, naming=is_naming(match))
        for match in cues.weak_verbs(offset):
            self._object(match.end(), 0.4, naming=False)
        for match in cues.novelties(offset):
            stop = _OBJECT_END.search(text, match.end(), match.end() + 90)
            limit = stop.start() if stop else match.end() + 90
            words = list(WORD.finditer(text, match.end(), limit))
            if words and not any(is_name_like(w.group()) for w in words):
                self._component(words, limit)
        for match in cues.called(offset):
            before = _WORD_PART.findall(text, max(0, match.start() - 60), match.start())[-4:]
            nouns = [w for w in map(fold, before) if w in KIND_OF_NOUN]
            self._name_at(match.end(), "called", 0.9, single_word=True, nouns=nouns)
        for match in cues.ours(offset):
            nouns = [w for w in map(fold, match.group().replace(",", " ").split()) if w in KIND_OF_NOUN]
            self._name_at(match.end(), "our", 0.9, nouns=nouns)
        for match in cues.passives(offset):
            start, _ = self.paper.sentence_span(self.paper.sentence_of(match.start()))
            words = list(WORD.finditer(text, start, match.start()))
            if words and is_name_like(words[-1].group()) and match.start() - words[-1].end() <= 1:
                self._all.introduce(*words[-1].span(), "passive", 0.8)

    def _object(self, position: int, confidence: float, *, naming: bool) -> None:
        """The object of a verb of introduction: a name, or a noun phrase that ends in one, or a named component."""
        text = self.text
        _, sentence_end = self.paper.sentence_span(self.paper.sentence_of(position))
        while position < sentence_end and text[position] in " ,:\"'`“‘*":
            position += 1
        begin = position
        while (skipped := _ARTICLE.match(text, begin)) is not None:
            begin = skipped.end()
        if (end := self._name_at(begin, "object", confidence, single_word=naming, limit=sentence_end)) is not None:
            joined = _JOINED.match(text, end)
            while joined and confidence > 0.5:
                end = self._name_at(joined.end(), "object", 0.8, limit=sentence_end, shaped_only=True)
                joined = _JOINED.match(text, end) if end is not None else None
            return
        stop = _OBJECT_END.search(text, begin, min(sentence_end, begin + 160))
        limit = stop.start() if stop else min(sentence_end, begin + 160)
        words = list(WORD.finditer(text, begin, limit))
        if not words or confidence < 0.5:
            return
        named = [w for w in words if is_name_like(w.group()) or is_coined(w.group())]
        nouns = [n for n in (fold(w.group()) for w in words) if n in KIND_OF_NOUN]
        if named and named[-1].end() >= words[-1].end() - 1:
            earlier = [w for w in words if w.end() <= named[-1].start()]
            if earlier and fold(earlier[-1].group()) in KIND_OF_NOUN:
                self._all.introduce(*named[-1].span(), "object", 0.85, nouns[-1:])
                return
        if named and named[0].start() == begin and len(words) <= 6 and fold(words[-1].group()) in KIND_OF_NOUN:
            if self._all.known(*named[0].span()) is None:
                self._all.introduce(*named[0].span(), "object", 0.8, nouns[-1:])
            return
        self._component(words, limit)

    def _component(self, words: list[re.Match[str]], limit: int) -> None:
        """`a boundary-aware contrastive loss`: at least two words that specify, and a noun of components."""
        ends = [i for i, w in enumerate(words) if fold(w.group()) in COMPONENT_NOUNS]
        if not ends or ends[0] + 1 > 6:
            return
        last = ends[-1] if ends[-1] <= 5 else ends[0]
        if words[last].end() < limit - 2 and self.text[words[last].end() : words[last].end() + 1] not in " ,.;:(":
            return
        first = 0
        while first < last and (
            fold(words[first].group()) in GENERIC_MODIFIERS or fold(words[first].group()) in STOP_WORDS
        ):
            first += 1
        chosen = words[first : last + 1]
        if len(chosen) < 3 and not (len(chosen) == 2 and all(w.group()[0].isupper() for w in chosen)):
            return
        if any(fold(w.group()) in STOP_WORDS or fold(w.group()) in NO_COMPONENT for w in chosen):
            return
        if all(self.text[a.end() : b.start()] == " " for a, b in itertools.pairwise(chosen)):
            if any(
                f.start < chosen[-1].end()
                and chosen[0].start() < f.end
                and f.end - f.start >= chosen[-1].end() - chosen[0].start()
                for f in self.links.found
            ):
                return
            self._all.add(chosen[0].start(), chosen[-1].end(), "component", 0.76, [fold(chosen[-1].group())])

    def _name_at(
        self, position: int, origin: str, confidence: float, *, single_word: bool = False, limit: int | None = None,
        shaped_only: bool = False, nouns: list[str] | None = None,
    ) -> int | None:  # fmt: skip
        """Add the name that begins here; returns where it ends, or None where none begins."""
        text = self.text
        end = min(limit if limit is not None else len(text), position + 90)
        quoted = position > 0 and text[position - 1] in "\"'`“‘"
        for found in self.links.found:
            if found.start == position and found.end <= end:
                tail = _CLASS_AFTER.match(text, found.end, found.end + 30)
                if confidence < 0.5:
                    return None
                if (
                    tail
                    and (fold(tail[1]) in KIND_OF_NOUN or fold(tail[1]) in ("based", "style", "like", "inspired"))
                    and found.entry
                ):
                    return None  # "we propose a LoRA method": not LoRA
                if text[found.start].islower() and found.entry:
                    return None  # "we propose contrastive learning …": a common technique in use
                found.introduced = True
                return found.end
        words: list[re.Match[str]] = []
        reached = position
        for word in WORD.finditer(text, position, end):
            gap = text[reached : word.start()]
            if (words and gap != " ") or (not words and gap.strip(" \"'`“‘*")):
                break
            token = word.group()
            capital = is_name_like(token) or token[0].isupper()
            if not (capital or (words and (token[0].isdigit() or token in ("of", "for", "the", "to", "in", "with")))):
                break
            words.append(word)
            reached = word.end()
        while words and not (
            is_name_like(words[-1].group()) or words[-1].group()[0].isupper() or words[-1].group()[0].isdigit()
        ):
            words.pop()
        while words and fold(words[0].group()) in STOP_WORDS:
            words.pop(0)
        if not words:
            return None
        shaped = [w for w in words if is_name_like(w.group()) or is_coined(w.group())]
        if not shaped and (shaped_only or (len(words) == 1 and not (single_word or quoted))):
            return None
        if not shaped and len(words) == 1 and in_vocabulary(words[0].group()) and _count(words[0].group(), text) < 2:
            return None
        if len(words) == 2 and len(shaped) == 1 and shaped[0] is words[1] and words[0].group()[1:].islower():
            again = _count(words[1].group(), text)
            if again > 1 and again > _count(text[words[0].start() : words[1].end()], text):
                words = words[1:]  # "Acme FooGym" where the rest of the text says FooGym
        self._all.add(words[0].start(), words[-1].end(), origin, confidence, nouns)
        return words[-1].end()

    # -- definitions, emphasis, shape -------------------------------------------------------------------------

    def _from_definitions(self) -> None:
        for definition in self.links.definitions:
            if self._all.known(definition.long_start, definition.long_end) or self._all.known(
                definition.short_start, definition.short_end
            ):
                continue
            short, long = keys_of(definition.short), keys_of(definition.long)
            if short in self.lexicon.negative or long in self.lexicon.negative:
                self._all.by_name.pop(definition.short, None)
                self._all.blocked.add(definition.short)
                continue
            if definition.short.lower() in NO_NAMES or definition.short.lower().rstrip("s") in NO_NAMES:
                continue
            candidate = self._all.add(definition.short_start, definition.short_end, "definition")
            if candidate is None:
                continue
            candidate.long = definition.long
            candidate.inverted = definition.inverted
            spans = [(definition.long_start, definition.long_end)]
            for name in [
                n
                for n in self._all.by_name
                if n != candidate.name and (n == definition.long or n.endswith(definition.long))
            ]:
                other = self._all.by_name.pop(name)
                candidate.introduced = max(candidate.introduced, other.introduced)
                candidate.nouns.extend(other.nouns)
                if name == definition.long:
                    spans.extend(other.spans)
            self._all.blocked.add(definition.long)
            candidate.spans.extend(s for s in spans if s not in candidate.spans)
            words = definition.long.split()
            capitals = sum(w[0].isupper() for w in words)
            if fold(words[-1]) in COMPONENT_NOUNS and len(words) > 2 and capitals >= 0.6 * len(words):
                candidate.introduced = max(candidate.introduced, 0.76)  # Global Guidance Module (GGM)
            if self._is_introduced(definition.long_start):
                candidate.introduced = max(candidate.introduced, 0.85)

    def _is_introduced(self, position: int) -> bool:
        """Whether the noun phrase that begins here is the object of a verb of introduction."""
        start, _ = self.paper.sentence_span(self.paper.sentence_of(position))
        cues = self.links.introductions
        verbs = list(cues.verbs(start, position, floor=start))
        if verbs:
            between = self.text[verbs[-1].end() : position]
            if len(between) < 60 and not _OBJECT_END.search(between):
                return True
            if len(between) < 150 and _AND_ARTICLE.search(between) and not _CLAUSE.search(between):
                return True
        called = list(cues.called(start, position))
        return bool(called and called[-1].end() >= position - 1)

    def _from_emphasis(self) -> None:
        source = self.paper.source
        phrases = [m.group(1) for m in _EMPHASIS.finditer(source)] if "\\" in source else []
        phrases += [m.group(1) for m in _QUOTED.finditer(self.text, self.paper.title_clean_end)]
        for phrase in phrases:
            words = phrase.split()
            start = self.text.find(phrase, self.paper.title_clean_end)
            if (
                start < 0
                or len(words) > 5
                or phrase[-1] in ".?!,"
                or (not any(w[0].isupper() for w in words) and fold(words[-1]) not in COMPONENT_NOUNS)
            ):
                continue
            if all(w[0].isupper() or w in STOP_WORDS for w in words) or fold(words[-1]) in COMPONENT_NOUNS:
                introduced = self._is_introduced(start) or self._after_noun(start) or fold(words[-1]) in COMPONENT_NOUNS
                if introduced or any(is_name_like(w) for w in words):
                    self._all.add(start, start + len(phrase), "emphasis", 0.8 if introduced else 0.0)

    def _after_noun(self, position: int) -> bool:
        """`a novel theory, “Tide Table”`: emphasis right after a noun phrase that a verb of introduction governs."""
        start, _ = self.paper.sentence_span(self.paper.sentence_of(position))
        end = start + len(self.text[start:position].rstrip(" \"'`“‘,:"))
        verbs = list(self.links.introductions.verbs(start, end, floor=start))
        return bool(verbs) and end - verbs[-1].end() < 50

    def _from_shape(self) -> None:
        text = self.text
        stretches = capital_stretches(text)
        for word in capital_words(text, stretches):
            token = word.group()
            compound = _COMPOUND.match(token)
            if is_name_like(token) or (compound and is_name_like(compound[1])):
                self._shaped(word.start(), token)
            elif (
                is_coined(token)
                and (word.start() > 1 and text[word.start() - 1] == " " and text[word.start() - 2] not in ".!?:\n")
                and not _PERSON_RIGHT.match(text, word.end())
                and not self._all.is_taken(*word.span())
            ):
                self._all.add(*word.span(), "coined")
        for phrase in capital_phrases(text, stretches, self.paper.title_clean_end):
            if not self._all.is_taken(*phrase.span()) and not _ORGANISATION.search(phrase.group()):
                part = self._is_named_part(phrase)
                self._all.add(*phrase.span(), "component" if part else "phrase", 0.76 if part else 0.0)

    def _from_words(self) -> None:
        """Stretches of ordinary words, as far as nothing else has gathered or found them; each may be a name."""
        paper = self.paper
        found = {(f.first, f.last) for f in self.links.found}
        gathered = {spelling(keys_of(n)) for c in self._all.by_name.values() for n in (c.name, c.long) if n}
        for first, last in phrases(self.links):
            if (first, last) in found or spelling(paper.keys[first:last]) in gathered:
                continue
            self._all.add(paper.starts[first], paper.ends[last - 1], "words")

    def _is_named_part(self, phrase: re.Match[str]) -> bool:
        """Whether a capitalised phrase names something of the paper's own: a component by its last word or by the
        noun that follows, or three and more ordinary words that nobody would capitalise but for a name."""
        words = phrase.group().split()
        if self._in_own_sentence(phrase.start()):
            following = WORD.match(self.text, phrase.end() + 1)
            if fold(words[-1]) in COMPONENT_NOUNS or (following and fold(following.group()) in PART_NOUNS):
                return True
        if len(words) < 3 or phrase.start() < self._own_start:
            return False
        coined = [w for w in words if w not in STOP_WORDS]
        if len(coined) < (5 if len(coined) < len(words) else 3) or sum(map(is_name_like, coined)) > 1:
            return False
        plain = all(part[0].isupper() or part in STOP_WORDS for w in coined for part in w.split("-")[:1])
        ordinary = all(in_vocabulary(part) or is_name_like(w) for w in coined for part in w.split("-") if part)
        return (
            plain and ordinary and fold(words[-1]) not in NOT_ENTITY_NOUNS and not (set(map(fold, words)) & FIELD_WORDS)
        )

    @cached_property
    def _own_start(self) -> int:
        """Where the abstract begins to speak of its own work."""
        match = _OURS.search(self.text, self.paper.title_clean_end)
        return match.start() if match else len(self.text)

    def _in_own_sentence(self, position: int) -> bool:
        """Whether the sentence says what the paper's own thing consists of."""
        start, end = self.paper.sentence_span(self.paper.sentence_of(position))
        return _OWN_PARTS.search(self.text, start, end) is not None

    def _shaped(self, start: int, token: str) -> None:
        token = token.rstrip(".'’/-")
        if "/" in token and not any(c.isdigit() for c in token.split("/")[-1]):
            position = start
            for part in token.split("/"):
                if is_name_like(part):
                    self._shaped(position, part)
                position += len(part) + 1
            return
        if token.endswith("s"):
            token = _GENITIVE.sub("", token)
        compound = _COMPOUND.match(token) if "-" in token or "–" in token else None
        if compound and is_name_like(compound[1]):
            token = compound[1]
        end = start + len(token)
        if not self._all.is_taken(start, end):
            self._all.add(start, end, "shape")


def _count(name: str, text: str) -> int:
    return sum(1 for _ in occurrences(name, text))


def _occurs(name: str, text: str) -> bool:
    return next(occurrences(name, text), None) is not None
