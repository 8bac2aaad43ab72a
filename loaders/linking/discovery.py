"""Component `paperatlas_discovery`: names that no catalogue has, found by how papers introduce and use names.

Candidates come from four places: the title (`Name: …`), sentences of introduction ("we propose NAME", "a benchmark
called NAME"), definitions (`Long Form (LF)`), and the shape of a word (two capitals, or a digit among letters). Their
kind is judged by the words around all their occurrences (`kinds.py`).
"""

import re
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from paperatlas.graph.schema import Kind

from .document import Found, Links, Refused, links_of, register
from .kinds import KindJudge, Verdict
from .lexicon import Lexicon, lexicon_for
from .text import PaperText, fold, keys_of

_WORD = re.compile(r"[A-Za-z0-9À-ɏͰ-Ͽ][\wÀ-ɏͰ-Ͽ+\-‐‑–^*/.']*[\w+*]|[A-Za-z]")
_SPLIT_TITLE = re.compile(r"\s*(?::|：|\s[-–—]\s|—)\s*")
_PROPOSE = re.compile(
    r"\b(?:we|paper|work|study|article|report|authors|here|thesis)\b[^.;:]{0,60}?\b"
    r"(?P<verb>propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed)?|design(?:s|ed)?|"
    r"releas(?:e|es|ed|ing)|build(?:s)?|built|construct(?:s|ed)?|creat(?:e|es|ed)|devis(?:e|es|ed)|contribut(?:e|es|ed)|"
    r"open-sourc(?:e|es|ed)|unveil(?:s|ed)?|establish(?:es|ed)?|formulat(?:e|es|ed)|curat(?:e|es|ed)|collect(?:s|ed)?|"
    r"describ(?:e|es|ed)|announc(?:e|es|ed)|offer(?:s|ed)?|call|term|name|dub|coin|train(?:ed)?|provid(?:e|es|ed)|"
    r"identif(?:y|ies|ied)|deriv(?:e|es|ed)|pioneer(?:s|ed)?|explor(?:e|es|ed))\b",
    re.IGNORECASE,
)
_STRONG_VERBS = (
    "propos",
    "introduc",
    "present",
    "develop",
    "design",
    "releas",
    "devis",
    "unveil",
    "open-sourc",
    "call",
    "term",
    "name",
    "dub",
    "coin",
    "curat",
    "announc",
    "construct",
    "build",
    "built",
    "creat",
    "contribut",
    "establish",
    "formulat",
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:proposed|introduced|presented|developed|designed|released|called|named|termed|dubbed)\b",
    re.I,
)
_CALLED = re.compile(
    r"\b(?:called|named|termed|dubbed|coined|titled|namely|denoted(?: as| by)?|referred to as|known as|abbreviated as|which we (?:call|term|name|dub|coin|refer to as)|we (?:call|term|name|dub|refer to)(?: (?:it|this|our \w+|the \w+|them|the resulting \w+)(?: \w+){0,3}?)?(?: as)?)[,:]?\s+(?:the\s+|an?\s+|as\s+)?[\"'“‘`]*",
    re.IGNORECASE,
)
_OBJECT_END = re.compile(
    r"[;:.]|,\s(?:which|where|and|that|in|to|with|by|for|using|based|we)\b|\b(?:that|which|for|to|by|using|based|on|with|via|from|in|where|when|into|over|under|as)\b"
)
_RESULT_NAME = re.compile(
    r"\b(?:our|the|this)\s+(?:resulting|proposed|new|novel|final)?\s*(?:method|approach|model|framework|algorithm|system|technique|benchmark|dataset|architecture)s?,\s+(?=[\w\-]*[A-Z])"
)
_ARTICLE = re.compile(r"(?:a|an|the|our|two|three|new|novel|its|this|these|both)\s+", re.IGNORECASE)
_GENERIC_TAIL = frozenset(
    [
        "method",
        "methods",
        "approach",
        "approaches",
        "framework",
        "frameworks",
        "model",
        "models",
        "algorithm",
        "algorithms",
        "system",
        "systems",
        "dataset",
        "datasets",
        "benchmark",
        "benchmarks",
        "architecture",
        "architectures",
        "technique",
        "techniques",
        "tool",
        "tools",
        "pipeline",
        "paradigm",
        "strategy",
        "corpus",
        "library",
        "toolkit",
        "module",
        "platform",
        "suite",
        "series",
        "family",
        "collection",
        "agent",
        "agents",
        "network",
        "networks",
        "variant",
        "variants",
    ]
)
# Words that look like names and are none, in any field.
_NO_NAME = frozenset(
    [
        "ai",
        "ml",
        "nlp",
        "llm",
        "llms",
        "mllm",
        "mllms",
        "vlm",
        "vlms",
        "lvlm",
        "lvlms",
        "slm",
        "slms",
        "lm",
        "lms",
        "plm",
        "plms",
        "dnn",
        "dnns",
        "ann",
        "nn",
        "nns",
        "sota",
        "soa",
        "gpu",
        "gpus",
        "cpu",
        "cpus",
        "tpu",
        "tpus",
        "api",
        "apis",
        "ui",
        "gui",
        "ood",
        "iid",
        "id",
        "url",
        "http",
        "https",
        "pdf",
        "rgb",
        "hd",
        "2d",
        "3d",
        "4d",
        "1d",
        "6d",
        "5g",
        "6g",
        "usa",
        "us",
        "uk",
        "eu",
        "i",
        "ii",
        "iii",
        "iv",
        "vs",
        "et",
        "al",
        "fig",
        "cvpr",
        "iccv",
        "eccv",
        "neurips",
        "nips",
        "icml",
        "iclr",
        "acl",
        "emnlp",
        "naacl",
        "aaai",
        "ijcai",
        "kdd",
        "www",
        "miccai",
        "interspeech",
        "icassp",
        "arxiv",
        "github",
        "q&a",
        "qa",
        "vqa",
        "asr",
        "tts",
        "ocr",
        "ner",
        "re",
        "mt",
        "nmt",
        "nlu",
        "nlg",
        "cv",
        "ir",
        "hci",
        "iot",
        "ehr",
        "ehrs",
        "mri",
        "ct",
        "eeg",
        "ecg",
        "fmri",
        "pet",
        "snr",
        "psnr",
        "ssim",
        "fid",
        "map",
        "miou",
        "iou",
        "auc",
        "auroc",
        "roc",
        "f1",
        "bleu",
        "rouge",
        "wer",
        "cer",
        "mse",
        "mae",
        "rmse",
        "flops",
        "flop",
        "kl",
        "mi",
        "os",
        "stem",
        "covid",
        "covid-19",
        "sars-cov-2",
        "dna",
        "rna",
    ]
)
_ROMAN = re.compile(r"[IVX]+\Z")


@dataclass(slots=True)
class Candidate:
    """A possible name with all the ways it is written."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    origin: str = "shape"
    introduced: float = 0.0
    long: str | None = None
    definition_role: bool = False


def is_name_like(word: str) -> bool:
    """Two capitals, or a capital and a digit, or a digit amid letters; plural LLMs and units are not."""
    core = word.strip("'’.-")
    if len(core) < 2 or core.lower() in _NO_NAME or core.lower().rstrip("s") in _NO_NAME:
        return False
    capitals = sum(c.isupper() for c in core)
    if not any(c.isalpha() for c in core):
        return False
    if capitals >= 2:
        parts = re.split(r"[-/–]", core)
        if len(parts) > 1 and all(p[1:].islower() or not p[1:] or p.lower() in _NO_NAME for p in parts if p):
            return False  # Multi-Agent, AI-Driven: capitalised words of a title
        return not _ROMAN.match(core)
    digit = any(c.isdigit() for c in core)
    return (
        capitals == 1
        and digit
        and len(core) >= 2
        and not re.fullmatch(r"[A-Z]\d{1,2}|\d+[A-Z]|\d+(?:st|nd|rd|th)", core)
    )


def is_capitalised(word: str) -> bool:
    return word[:1].isupper()


class Discovery:
    """Finds names by how they are introduced and written; what the catalogue already explained is left alone."""

    def __init__(self, lexicon: Lexicon, judge: KindJudge | None = None) -> None:
        self.lexicon = lexicon
        self.judge = judge or KindJudge()

    def __call__(self, doc: Doc) -> Doc:
        links = links_of(doc)
        self.discover(links)
        return doc

    def discover(self, links: Links) -> None:
        paper = links.text
        text = paper.text
        candidates: dict[str, Candidate] = {}
        taken = [(f.start, f.end) for f in links.found]
        self._from_title(links, candidates)
        self._from_sentences(links, candidates)
        self._from_definitions(links, candidates)
        self._from_shape(links, candidates, taken)
        self._merge_definitions(links, candidates)
        new: list[Found] = []
        for candidate in candidates.values():
            self._complete_spans(text, candidate)
            candidate.spans = self._free(candidate, links)
            if not candidate.spans:
                continue
            verdict = self.judge.judge(paper, candidate, links)
            if verdict.kind is None:
                start, end = candidate.spans[0]
                links.refused.append(Refused(start, end, candidate.name, f"no entity: {verdict.why}"))
                continue
            new.extend(self._found(paper, candidate, verdict))
        if new:
            links.found = sorted([*self._outside(links.found, new), *new], key=lambda f: (f.start, -f.end))

    # -- where candidates come from ------------------------------------------------------------------------------

    def _known(self, links: Links, start: int, end: int) -> Found | None:
        """A found entity that covers exactly this stretch."""
        return next((f for f in links.found if f.start == start and f.end == end), None)

    def _add(
        self, candidates: dict[str, Candidate], text: str, start: int, end: int, origin: str, introduced: float
    ) -> Candidate | None:
        while end > start and text[end - 1] in " ,.;:'\"`*_-/":
            end -= 1
        while start < end and text[start] in " '\"`*_":
            start += 1
        name = text[start:end]
        if len(name) < 2 or len(name) > 80:
            return None
        keys = tuple(keys_of(name))
        if keys in self.lexicon.negative or name.lower() in _NO_NAME:
            return None
        candidate = candidates.get(name)
        if candidate is None:
            candidate = candidates[name] = Candidate(name, origin=origin)
        candidate.introduced = max(candidate.introduced, introduced)
        if (start, end) not in candidate.spans:
            candidate.spans.append((start, end))
        return candidate

    def _introduce_known(self, links: Links, start: int, end: int) -> bool:
        for found in links.found:
            if found.start == start and abs(found.end - end) <= 1:
                found.introduced = True
                return True
        return False

    def _from_title(self, links: Links, candidates: dict[str, Candidate]) -> None:
        paper = links.text
        title = paper.text[: paper.title_clean_end]
        if not title:
            return
        split = _SPLIT_TITLE.search(title)
        if split is None or split.start() > 60 or split.start() < 2:
            return
        head = title[: split.start()]
        words = head.split()
        if len(words) > 5 or not words:
            return
        body = paper.text[paper.title_clean_end :]
        strong = any(is_name_like(w) for w in words)
        repeated = bool(re.search(rf"(?<![\w-]){re.escape(head)}(?![\w-])", body))
        if len(words) == 1 and (strong or (is_capitalised(head) and repeated)):
            confidence = 0.95 if strong else 0.85
        elif (
            len(words) <= 4
            and repeated
            and all(is_capitalised(w) or w.lower() in ("of", "the", "and", "to", "for", "in") for w in words)
        ):
            confidence = 0.85
        elif strong and len(words) <= 3 and all(is_name_like(w) or is_capitalised(w) or w[0].isdigit() for w in words):
            name_words = [w for w in words if is_name_like(w)]
            if (
                len(words) > 1
                and not repeated
                and len(name_words) == 1
                and words[0] != name_words[0]
                and re.search(rf"(?<![\w-]){re.escape(name_words[0])}(?![\w-])", body)
            ):
                head = name_words[0]  # "Introducing NAME: …"
            confidence = 0.85
        else:
            return
        start = title.index(head)
        if not self._introduce_known(links, start, start + len(head)):
            self._add(candidates, paper.text, start, start + len(head), "title", confidence)

    def _from_sentences(self, links: Links, candidates: dict[str, Candidate]) -> None:
        paper = links.text
        text = paper.text
        offset = paper.title_clean_end
        for match in _PROPOSE.finditer(text, offset):
            verb = match["verb"].lower()
            strong = verb.startswith(_STRONG_VERBS)
            self._object(links, candidates, match.end(), 0.9 if strong else 0.6, strong)
        for match in _CALLED.finditer(text, offset):
            self._name_at(links, candidates, match.end(), "called", 0.9, single_word=True)
        for match in _RESULT_NAME.finditer(text, offset):
            self._name_at(links, candidates, match.end(), "our", 0.9)
        for match in _PASSIVE.finditer(text, offset):
            sentence_start, _ = paper.sentence_span(paper.sentence_of(match.start()))
            before = text[sentence_start : match.start()].rstrip()
            words = list(_WORD.finditer(before))
            if words and is_name_like(words[-1].group()) and len(before) - words[-1].end() <= 1:
                self._add_introduced(
                    links, candidates, sentence_start + words[-1].start(), sentence_start + words[-1].end(), 0.8
                )

    def _object(
        self, links: Links, candidates: dict[str, Candidate], position: int, confidence: float, strong: bool
    ) -> None:
        """The object of a verb of introduction: the name itself, or what stands before it (`a benchmark, NAME`)."""
        text = links.text.text
        _, sentence_end = links.text.sentence_span(links.text.sentence_of(position))
        position += len(text[position:sentence_end]) - len(text[position:sentence_end].lstrip(" ,:\"'`“‘*"))
        skipped = _ARTICLE.match(text, position)
        begin = position
        while skipped:
            begin = skipped.end()
            skipped = _ARTICLE.match(text, begin)
        if self._name_at(
            links, candidates, begin, "object", confidence, single_word=begin == position and strong, end=sentence_end
        ):
            first_end = max((e for c in candidates.values() for s, e in c.spans if s == begin), default=begin)
            # "we introduce A and B": what is joined by "and" is introduced as well
            joined = re.compile(r"\s*(?:\([^()]*\))?\s*(?:,?\s+and|,)\s+(?:its\s+|the\s+)?(?=[\w-]*[A-Z])").match(
                text, first_end
            )
            if joined and strong:
                self._name_at(links, candidates, joined.end(), "object", 0.8, end=sentence_end, needs_shape=True)
            return
        stop = _OBJECT_END.search(text, begin, min(sentence_end, begin + 160))
        limit = stop.start() if stop else min(sentence_end, begin + 160)
        # the last name of the noun phrase: "a new PEFT technique Bone", "the benchmark LawEval"
        words = [w for w in _WORD.finditer(text, begin, limit)]
        if strong and words:
            named = [w for w in words if is_name_like(w.group())]
            if named and named[-1].end() >= words[-1].end() - 1:
                previous = [w for w in words if w.end() <= named[-1].start()]
                if previous and fold(previous[-1].group()) in _GENERIC_TAIL:
                    self._add_introduced(links, candidates, *named[-1].span(), 0.85)
            elif (
                len(named) == 1
                and len(words) <= 6
                and fold(words[-1].group()) in _GENERIC_TAIL
                and words[0].start() == named[0].start()
            ):
                self._add_introduced(links, candidates, *named[0].span(), 0.8)

    def _add_introduced(
        self, links: Links, candidates: dict[str, Candidate], start: int, end: int, confidence: float
    ) -> None:
        if not self._introduce_known(links, start, end):
            self._add(candidates, links.text.text, start, end, "object", confidence)

    def _name_at(
        self, links: Links, candidates: dict[str, Candidate], position: int, origin: str, confidence: float,
        *, single_word: bool = False, end: int | None = None, needs_shape: bool = False,
    ) -> bool:  # fmt: skip
        """Add the name that begins here, if one does."""
        text = links.text.text
        limit = min(end if end is not None else len(text), position + 90)
        quote = text[position - 1 : position] if position else ""
        for found in links.found:
            if found.start == position and found.end <= limit:
                following = text[found.end : found.end + 1]
                if following not in "-+" or not following:
                    tail = re.match(r"[-\s]+(\w+)", text[found.end : found.end + 30])
                    if (
                        found.kind in ("method",)
                        and tail
                        and not is_name_like(tail[1])
                        and fold(tail[1]) in _GENERIC_TAIL
                    ):
                        return False  # "we propose a LoRA method": not LoRA
                    found.introduced = True
                    return True
        words: list[re.Match[str]] = []
        previous_end = position
        for word in _WORD.finditer(text, position, limit):
            gap = text[previous_end : word.start()]
            if (words and gap != " ") or (not words and gap.strip(" \"'`“‘*")):
                break
            token = word.group()
            if not (
                is_name_like(token)
                or is_capitalised(token)
                or (words and (token[0].isdigit() or token in ("of", "for", "the", "with", "and", "in", "to")))
            ):
                break
            words.append(word)
            previous_end = word.end()
            if token.endswith((".", ",")):
                break
        while words and not (
            is_name_like(words[-1].group()) or is_capitalised(words[-1].group()) or words[-1].group()[0].isdigit()
        ):
            words.pop()
        while words and fold(words[0].group()) in ("the", "our", "we", "this", "in", "to", "a", "an", "it", "these"):
            words.pop(0)
        if not words:
            return False
        shaped = [w for w in words if is_name_like(w.group())]
        if not shaped and (needs_shape or (len(words) == 1 and not (single_word or quote in "\"'`“‘"))):
            return False
        # Only the words up to a generic noun: "LoRA-X Framework" keeps its noun when capitalised, drops it otherwise.
        self._add(candidates, text, words[0].start(), words[-1].end(), origin, confidence)
        return True

    def _from_definitions(self, links: Links, candidates: dict[str, Candidate]) -> None:
        paper = links.text
        for definition in links.definitions:
            long_known = self._known(links, definition.long_start, definition.long_end)
            short_known = self._known(links, definition.short_start, definition.short_end)
            if long_known or short_known:
                continue
            if (
                tuple(keys_of(definition.short)) in self.lexicon.negative
                or tuple(keys_of(definition.long)) in self.lexicon.negative
            ):
                continue
            if definition.short.lower() in _NO_NAME or definition.short.rstrip("s").lower() in _NO_NAME:
                continue
            candidate = self._add(
                candidates, paper.text, definition.short_start, definition.short_end, "definition", 0.0
            )
            if candidate is not None:
                candidate.long = definition.long
                span = (definition.long_start, definition.long_end)
                if span not in candidate.spans:
                    candidate.spans.append(span)
                if definition.long in candidates:
                    candidate.introduced = max(candidate.introduced, candidates[definition.long].introduced)
                    candidate.spans.extend(s for s in candidates[definition.long].spans if s not in candidate.spans)
                    del candidates[definition.long]
                if self._introduces(paper, definition.long_start):
                    candidate.introduced = max(candidate.introduced, 0.85)

    def _introduces(self, paper: PaperText, position: int) -> bool:
        """Whether the noun phrase that begins here is the object of a verb of introduction."""
        start, _ = paper.sentence_span(paper.sentence_of(position))
        before = paper.text[start:position]
        verbs = list(_PROPOSE.finditer(before))
        if not verbs or not verbs[-1]["verb"].lower().startswith(_STRONG_VERBS):
            called = list(_CALLED.finditer(before))
            return bool(called and called[-1].end() >= len(before) - 1)
        between = before[verbs[-1].end() :]
        return len(between) < 60 and not _OBJECT_END.search(between)

    def _from_shape(self, links: Links, candidates: dict[str, Candidate], taken: list[tuple[int, int]]) -> None:
        text = links.text.text
        for word in _WORD.finditer(text):
            token = word.group()
            if not is_name_like(token):
                continue
            start, end = word.span()
            token = token.rstrip(".'/-")
            end = start + len(token)
            if "/" in token and not any(c.isdigit() for c in token.split("/")[-1]):
                position = start
                for part in token.split("/"):
                    if is_name_like(part):
                        self._shape(links, candidates, taken, position, position + len(part))
                    position += len(part) + 1
                continue
            self._shape(links, candidates, taken, start, end)

    def _shape(
        self, links: Links, candidates: dict[str, Candidate], taken: list[tuple[int, int]], start: int, end: int
    ) -> None:
        text = links.text.text
        if any(a < end and start < b for a, b in taken):
            return
        for tail in ("'s", "’s"):
            if text[start:end].endswith(tail):
                end -= 2
        compound = re.match(r"(.*?[A-Z0-9+])(?:[-–](?:[a-z]{2,}))+$", text[start:end])
        if compound and is_name_like(compound[1]):
            end = start + len(compound[1])
        if (
            text[start:end].startswith(("http", "www."))
            or ".com" in text[start:end]
            or "github" in text[start:end].lower()
        ):
            return
        if re.match(r"https?://|[\w.]+\.(?:com|org|io|net|ai)/", text[max(0, text.rfind(" ", 0, start) + 1) : end]):
            return
        self._add(candidates, text, start, end, "shape", 0.0)

    # -- from candidates to found entities ----------------------------------------------------------------------

    def _merge_definitions(self, links: Links, candidates: dict[str, Candidate]) -> None:
        """One candidate for a name and its plural."""
        for name in list(candidates):
            if name.endswith("s") and name[:-1] in candidates and len(name) > 3:
                plural, singular = candidates.pop(name), candidates[name[:-1]]
                singular.spans.extend(plural.spans)
                singular.introduced = max(singular.introduced, plural.introduced)
                singular.long = singular.long or plural.long

    def _complete_spans(self, text: str, candidate: Candidate) -> None:
        """Every other occurrence of the name, in its letter case, as a whole word."""
        pattern = re.compile(rf"(?<![\w\-+]){re.escape(candidate.name)}s?(?![\w+]|-[A-Z0-9])")
        have = set(candidate.spans)
        for match in pattern.finditer(text):
            if not any(a <= match.start() and match.end() <= b for a, b in have):
                candidate.spans.append(match.span())
        if candidate.long and len(candidate.long) > 6:
            for match in re.finditer(rf"(?<![\w-]){re.escape(candidate.long)}(?![\w-])", text, re.IGNORECASE):
                if match.span() not in candidate.spans:
                    candidate.spans.append(match.span())
        candidate.spans.sort()

    def _free(self, candidate: Candidate, links: Links) -> list[tuple[int, int]]:
        """The spans that no found entity covers; an entity inside a longer introduced name gives way."""
        out = []
        for start, end in candidate.spans:
            covering = [f for f in links.found if f.start < end and start < f.end]
            if any(f.start <= start and end <= f.end for f in covering):
                continue
            if any(not (start <= f.start and f.end <= end) for f in covering):
                continue
            out.append((start, end))
        return out

    def _found(self, paper: PaperText, candidate: Candidate, verdict: Verdict) -> list[Found]:
        assert verdict.kind is not None
        kind: Kind = verdict.kind
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, candidate.name, kind,
                f"discovery: {candidate.origin}", verdict.confidence, None,
                introduced=candidate.introduced >= 0.75,
            )
            for start, end in candidate.spans
        ]  # fmt: skip

    def _outside(self, found: list[Found], new: list[Found]) -> list[Found]:
        """What was found before, less what stands inside a new, longer name."""
        spans = [(n.start, n.end) for n in new]
        return [
            f for f in found if not any(a <= f.start and f.end <= b and (b - a) > (f.end - f.start) for a, b in spans)
        ]


@Language.factory("paperatlas_discovery", assigns=["doc._.paperatlas"], default_config={"overlays": [], "lexicon": ""})
def create_discovery(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Discovery:
    """Factory for `nlp.add_pipe("paperatlas_discovery")`; arguments as for `paperatlas_mentions`."""
    register()
    return Discovery(lexicon_for(overlays, lexicon))
