"""MTEB: its suites (Apache 2.0)."""

import ast
import re
from collections.abc import Iterator

from .names import is_name
from .package import Found, PackageFiles

_BENCHMARKS = "mteb/benchmarks/benchmarks/"


def _keyword(call: ast.Call, name: str) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


def _calls(source: str, function: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
            yield node


def read(files: PackageFiles) -> Iterator[Found]:
    """Names of suites without language and version. The names of its tasks are MTEB's own (`ClusTREC-Covid`) and those
    of the sets behind them are not written down in one form, so they are left to people."""
    for path in files.paths(prefix=_BENCHMARKS, suffix=".py"):
        for call in _calls(files.text(path), "Benchmark"):
            name = re.sub(r"\s*\(.*", "", _keyword(call, "name") or "")
            if is_name(name) and " " not in name:
                yield Found(name, "benchmark")
