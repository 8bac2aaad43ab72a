"""What makes two records the same thing: slugs, ids and keys (DESIGN.md, Identity)."""

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

# Unicode names spell a letter as "GREEK SMALL LETTER LAMDA"; authors write "lambda".
_GREEK_SPELLING = {"lamda": "lambda"}


def digest16(text: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the text's UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def spell_greek(text: str) -> str:
    """`β-VAE` → `beta-VAE`; letters of other scripts stay."""
    if text.isascii():
        return text
    out = []
    for char in text:
        name = unicodedata.name(char, "")
        if name.startswith("GREEK") and "LETTER " in name:
            word = name.split("LETTER ")[1].split()[-1 if name.split("LETTER ")[1].startswith("FINAL") else 0].lower()
            out.append(_GREEK_SPELLING.get(word, word))
        else:
            out.append(char)
    return "".join(out)


def slug(name: str) -> str:
    """The part of an entity's id that stands for its name: `LoRA+` → `lora-plus`, `GPT-3.5` → `gpt-3.5`.

    NFKC, casefold, Greek letters spelled out, `+` → `-plus`, a point between digits kept, other runs of
    non-alphanumerics → `-`; a name of which nothing is left becomes its hash.
    """
    text = spell_greek(unicodedata.normalize("NFKC", name).casefold())
    text = text.replace("+", "-plus ")
    text = re.sub(r"(?<=\d)\.(?=\d)", "\x00", text)
    text = "".join(c if c.isalnum() or c == "\x00" or unicodedata.category(c).startswith("M") else "-" for c in text)
    text = re.sub(r"-+", "-", text).strip("-").replace("\x00", ".")
    return text or digest16(name)


def entity_id(kind: str, name: str) -> str:
    """`entity_id("benchmark", "GSM8K")` → `benchmark:gsm8k`."""
    return f"{kind}:{slug(name)}"


def title_key(title: str) -> str:
    """Letters and digits of the title, NFKC and casefolded: equal for the same title from two sources."""
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())


_ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)


def arxiv_id(text: str | None) -> str | None:
    """The arXiv identifier without prefix and version, or None where the text is none."""
    match = _ARXIV.fullmatch((text or "").strip())
    return match.group(1).lower() if match else None


def doi(text: str | None) -> str | None:
    """The DOI in lower case without resolver, or None where the text is none (prefix 10., as the DOI Handbook says)."""
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi\s*:\s*)", "", (text or "").strip(), flags=re.IGNORECASE)
    return bare.lower() if re.fullmatch(r"10\.\d{4,9}/\S+", bare) else None


def paper_id(title: str, arxiv: str | None = None, doi_: str | None = None) -> str:
    """A new paper's id: arXiv first, then DOI, then the title. Given once; it never changes afterwards."""
    if arxiv:
        return f"arxiv:{arxiv}"
    if doi_:
        return f"doi:{doi_}"
    return f"title:{digest16(title_key(title) or title)}"


def text_digest(title: str, abstract: str) -> str:
    """Digest of what the linker reads of a paper."""
    return digest16(f"{title}\x1f{abstract}")


def repository_id(url: str) -> str:
    """`https://GitHub.com/Owner/Name/` → `repository:github.com/owner/name`."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    path = f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    return f"repository:{path.lower().rstrip('/').removesuffix('.git')}"
