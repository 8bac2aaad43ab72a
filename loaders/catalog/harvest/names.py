"""From a package's spelling of a name to the name of a family: sizes, tunings, dates and providers dropped."""

import re

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_PROVIDER = re.compile(
    r"^[\w .-]+:\s+|^[\w.-]+/|^(?:Google|IBM|NVIDIA|OpenAI|Meta|Anthropic|Cohere Labs|Microsoft|Alibaba)\s+(?=\S*[A-Z])"
)
_SIZE = re.compile(r"(?i)[-\s]*\b(?:\d+x)?\d+(?:\.\d+)?[BMT](?:[-\s]*A\d+(?:\.\d+)?B)?\b")
_DATE = re.compile(r"[-\s]*\b(?:20\d{2}-?\d{2}-?\d{2}|\d{2}-\d{4}|\d{4}-\d{2}|(?:0[1-9]|1[0-2])\d{2}|2[3-6]\d{2})\b")
_TUNING = re.compile(
    r"(?i)[-\s]+(?:instruct|chat|turbo|preview|exp|experimental|latest|beta|free|fast|highspeed|it|hf|fp8|fp4|int8|awq|"
    r"gptq|gguf|nvfp4|thinking|reasoning|non-reasoning|think|base|online|extended|maas|tee|original|eap|v?\d+k)$"
)
_KEPT = re.compile(r"(?i)gpt-3\.5|gpt-4 turbo|flash thinking|phi-4-reasoning|-thinking\b.*\d")
_FLAVOURED = re.compile(
    r"(?i)uncensored|abliterated|roleplay|merge|router|auto\b|test|distill|finetune|local|slerp|throughput|euryale|"
    r"versatile|chimera|\bnex\b|prebuilt|instruct lite|mistral pixtral|-her$|\bcpt\b|pt-br|v20\d{6}|\d+p\d+b|"
    r"\b\w?\d{2,3}E\b|\bA\d{3}M\b|mix \d"
)
"""Somebody's tuning, merge or way of serving, or one checkpoint among several: no entry."""


def model_family(name: str) -> str:
    """`Llama 3.1 Instruct Turbo (8B)` → `LLaMA 3.1`; empty where nothing like a name is left."""
    text = _PROVIDER.sub("", _BRACKETS.sub("", name).strip())
    if _FLAVOURED.search(text):
        return ""
    text = _SIZE.sub("", _DATE.sub("", text))
    while not _KEPT.search(text) and (shorter := _TUNING.sub("", text)) != text:
        text = shorter
    text = re.sub(r"^(?i:meta[ -])?(?i:llama)(?=[ -]?\d)", "LLaMA", re.sub(r"\s+", " ", text).strip(" -_:"))
    text = re.sub(r"^LLaMA[ -]?(\d)", r"LLaMA \1", text)
    return text if is_name(text) else ""


def is_name(text: str) -> bool:
    """Whether a string looks like a proper name, not a phrase: two capitals, or a capital and a digit.

    Acronyms of four letters and fewer mean too many things; a person must write those down.
    """
    if not 2 <= len(text) <= 40 or len(text.split()) > 4 or not re.fullmatch(r"\w[\w .+'-]*", text):
        return False
    if re.search(r" [+-] |_|--", text) or re.fullmatch(r"[A-Z-]{1,4}", text):
        return False
    capitals = sum(c.isupper() for c in text)
    return capitals >= 2 or (capitals == 1 and any(c.isdigit() for c in text))


_VERSION_WORDS = frozenset(
    "audio base code codex fast flash flashx hd image instant jumbo large light lite max medium mega micro mini nano "
    "omni plus preview pro search small super turbo ultra vision vl xl xlarge".split()
)


def continues(rest: str) -> bool:
    """Whether what follows a family's name says a version or size of it, not the name of another thing (GPT-JT)."""
    words = re.split(r"[-\s]+", rest.strip("- ").casefold())
    return all(w in _VERSION_WORDS or re.fullmatch(r"[vx]?\d+(?:\.\d+)*[a-z]?", w) for w in words)
