"""CRFM HELM: the models that it evaluates, with their release dates (Apache 2.0)."""

from collections.abc import Iterator
from datetime import date

import yaml

from .names import model_family
from .package import Found, PackageFiles

_FILE = "helm/config/model_metadata.yaml"


def read(files: PackageFiles) -> Iterator[Found]:
    """Models of model_metadata.yaml; sizes and tunings dropped, test models left out."""
    for model in yaml.safe_load(files.data(_FILE))["models"]:
        if str(model["name"]).startswith("simple/"):
            continue
        name = model_family(str(model["display_name"]))
        released = model.get("release_date")
        if name:
            yield Found(name, "model", year=released.year if isinstance(released, date) else None)
