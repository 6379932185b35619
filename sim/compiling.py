"""One decorator that compiles the rules, with a cache that can never serve a stale rule.

Numba's own disk cache notices a change in the file of a function, but not in a file whose functions
it calls. The cache folder is therefore named after the content of all sources of `sim`: a change
anywhere opens a new, empty folder. Rules of extensions have no such folder; they are compiled anew
in every process.
"""

import contextlib
import getpass
import hashlib
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast, get_type_hints

import filelock
import numba
import numba.core.event
import platformdirs

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

CACHE_VARIABLE = "ALLIANCES_CACHE_DIR"
"""Environment variable that moves the cache of compiled rules to another folder."""

KEPT_SECONDS = 30 * 24 * 3600
"""Cache folders of other versions of the sources that were not used for so long are deleted."""


def source_hash() -> str:
    """Fingerprint of all Python sources of `sim`, of the interpreter and of Numba.

    When a file was last written counts too: Numba takes a file that was written anew for a changed
    one, and a folder would be called complete though Numba does not use what is in it.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    digest = hashlib.sha256(f"{sys.version}|{numba.__version__}".encode())
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(str(path.stat().st_mtime_ns).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of the machine code that belongs to the present sources; made if it is missing.

    Returns
    -------
    Path
        Below the user's cache folder, or below `ALLIANCES_CACHE_DIR`; where neither can be written
        (a read-only home), below the folder for temporary files.
    """
    home = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("alliance-dynamics", False)
    fallback = Path(tempfile.gettempdir()) / f"alliance-dynamics-{getpass.getuser()}"
    for candidate in (Path(home), fallback):
        folder = candidate / "rules" / f"{source_hash()}-{_place()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            os.utime(folder)
            _forget_old_caches(folder.parent)
            return folder
    raise OSError(f"no folder for compiled rules can be written; set {CACHE_VARIABLE}")


def _place() -> str:
    # Numba keeps the code of every copy of the sources apart, so each copy has to be warmed up.
    return hashlib.sha256(str(Path(__file__).resolve().parent).encode()).hexdigest()[:8]


def _forget_old_caches(parent: Path) -> None:
    for folder in parent.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process was faster
            if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


CACHE_FOLDER = cache_folder()


def tell(line: str) -> bool:
    """Print a line on the terminal, if anybody sits there to read it; return whether it was."""
    worker = multiprocessing.parent_process() is not None
    if worker or sys.stderr is None or not sys.stderr.isatty():
        return False
    print(line, file=sys.stderr, flush=True)
    return True


def is_ours(function: Callable[..., Any]) -> bool:
    """Whether a function is a rule of `sim`, and not of an extension."""
    return function.__module__.startswith("sim.")


class Announcer(numba.core.event.Listener):
    """Says once, on a terminal, that rules are being compiled: a silent minute looks like a fault.

    Numba calls it where it compiles, not where it finds machine code in the cache.
    """

    def __init__(self) -> None:
        self.told = False

    def on_start(self, event: Any) -> None:
        """Tell it, unless it has been told or nobody sits there to read it."""
        if not self.told and is_ours(event.data["dispatcher"].py_func):
            told = "Compiling rules for this machine, once; it can take a minute or two."
            self.told = tell(told)

    def on_end(self, event: Any) -> None:
        """Say nothing."""


ANNOUNCER = Announcer()
numba.core.event.register("numba:compile", ANNOUNCER)  # type: ignore[no-untyped-call]


def rule(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a rule with Numba, without the interpreter's lock, and cache it if it is ours.

    Parameters
    ----------
    function
        A function over records, arrays and scalars. It uses scalar `math` and explicit loops, which
        give the same bits compiled and interpreted; `np.exp` and `np.sum` do not.

    Returns
    -------
    Callable
        The compiled function; the function itself when `NUMBA_DISABLE_JIT=1`.
    """
    return _compile(function, None)


def scalar_rule(
    signature: str,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Compile a rule over scalars for one signature only.

    Numba would otherwise compile it anew for every mixture of whole numbers, flags and enumerations
    with which it is called: two dozen times for a draw.

    Parameters
    ----------
    signature
        Types in Numba's notation, such as ``"float64(int64, float64)"``.
    """

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return _compile(function, signature)

    return decorate


def _compile(
    function: Callable[Arguments, Result], signature: str | None
) -> Callable[Arguments, Result]:
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(CACHE_FOLDER)
    try:
        compiled: Any = numba.njit(signature, cache=is_ours(function), nogil=True)(function)
    finally:
        config.CACHE_DIR = before
    if is_ours(function) and not config.DISABLE_JIT:
        _save_alone(compiled._cache._cache_file)
        if signature is None:
            _keep_to_annotations(compiled)
    return cast(Callable[Arguments, Result], compiled)


def _save_alone(cache_file: Any) -> None:
    """Let one process at a time enter machine code into the cache of a rule.

    Two that enter code for different types at the same moment can give it the same file name, and
    the cache would serve one for the other.
    """
    save = cache_file.save

    def save_alone(key: Any, data: Any) -> None:
        with filelock.FileLock(CACHE_FOLDER / "saving"):
            save(key, data)

    cache_file.save = save_alone


NUMBA_TYPES: dict[Any, Any] = {
    int: numba.types.int64,
    float: numba.types.float64,
    bool: numba.types.boolean,
}
"""Types of a rule's parameters by their annotations."""


def _keep_to_annotations(compiled: Any) -> None:
    """Let other rules call a rule with the types of its annotations only.

    Otherwise it would be compiled once more for every mixture of constants, flags and enumerations
    in a call, which is a fourth of all compiling.
    """
    by_call = compiled.get_call_template

    def get_call_template(arguments: Any, names: Any) -> Any:
        declared = None if names else _declared_types(compiled.py_func)
        if declared is None:
            return by_call(arguments, names)
        template, signature, _, _ = by_call(declared, {})
        return template, signature, arguments, {}

    compiled.get_call_template = get_call_template


def _declared_types(function: Callable[..., Any]) -> tuple[Any, ...] | None:
    """Types of a rule's parameters by its annotations; None where one is an array or has none."""
    hints = get_type_hints(function)
    hints.pop("return", None)
    kinds = [
        NUMBA_TYPES.get(hint) or getattr(hint, "_numba_type_", None) for hint in hints.values()
    ]
    complete = len(kinds) == function.__code__.co_argcount and None not in kinds
    return tuple(kinds) if complete else None
