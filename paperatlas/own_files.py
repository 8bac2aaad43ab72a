"""Files of the user's own that are found without being named: catalogues and queries."""

import os
from pathlib import Path

import platformdirs

from .errors import PaperatlasError


def own_files(what: str, suffix: str, variable: str, error: type[PaperatlasError]) -> list[Path]:
    """In order: the files in the folder that this environment variable names, else in `what` of the configuration.

    A folder that was named must be there; the one in the configuration may be missing, or locked in a home that is
    somebody else's (`sudo -u`, a service).
    """
    named = os.environ.get(variable)
    folder = Path(named) if named else platformdirs.user_config_path("paperatlas") / what
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == suffix)
    except OSError as problem:
        if not named:
            return []
        raise error(
            f"The folder {named}, which {variable} names, cannot be read: {problem.strerror}.",
            "Correct the variable, or unset it.",
        ) from problem
