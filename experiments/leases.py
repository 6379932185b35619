"""Who is at work on which runs of a folder, told by files in it: without a lock or a network.

Whoever begins makes a file of its own first, and then looks at those of others. So of two that
begin at once at least one sees the other. A file whose process has ended counts no longer. Whether
a process of another machine still lives is seen by its file, which it touches every few seconds.
"""

import contextlib
import json
import os
import platform
import secrets
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from experiments.errors import UserError
from experiments.shards import Shard, meets

FOLDER = ".at_work"
"""Where the files are."""

BEAT = 5.0
"""Seconds between two touches of a file."""

SILENCE = 60.0
"""Seconds without a touch after which a process of another machine counts as ended: a dozen beats,
and as long as a network file system may keep what it knows of a file."""

START_FIELD = 19
"""Place of the start among the fields of `/proc/PID/stat` that follow the name; see proc(5)."""


@dataclass(frozen=True)
class Holder:
    """A process at work.

    Attributes
    ----------
    machine
        Where it runs, as from `this_machine`.
    host
        The same for people.
    process
        Its number there.
    started
        When it started, as the system counts; empty where that is not known.
    shard
        Number of its shard, and how many there are.
    runs
        Of the whole sweep.
    """

    machine: str
    host: str
    process: int
    started: str
    shard: tuple[int, int]
    runs: int

    def blocks(self) -> Iterator[range]:
        """Yield the runs that it does, in blocks."""
        return Shard(*self.shard).blocks(self.runs)


class Lease:
    """The right to do runs in a folder, for one process.

    Parameters
    ----------
    folder
        Of the sweep.
    shard
        Which runs, or None for none.
    runs
        Of the whole sweep.
    """

    def __init__(self, folder: Path, shard: Shard | None, runs: int) -> None:
        self.folder = folder
        self.shard = shard
        self.runs = runs
        self._path = folder / FOLDER / f"{secrets.token_hex(8)}.json"
        self._ended = threading.Event()
        self._taken_away = threading.Event()

    @property
    def is_kept(self) -> bool:
        """Whether nobody has taken it away, because this process was not heard of for long."""
        return self.shard is None or (self._path.exists() and not self._taken_away.is_set())

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold it.

        Raises
        ------
        UserError
            If another process is at work on some of the runs.
        """
        if self.shard is None:
            yield
            return
        self._path.parent.mkdir(exist_ok=True)
        try:
            self._write(self.shard)
            self._refuse_others(list(self.shard.blocks(self.runs)))
            threading.Thread(target=self._beat, daemon=True).start()
            yield
        finally:
            self._ended.set()
            self._path.unlink(missing_ok=True)

    def _write(self, shard: Shard) -> None:
        process = os.getpid()
        holder = Holder(
            *(this_machine(), platform.node(), process, start_of(process)),
            *((shard.number, shard.of), self.runs),
        )
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(holder)), "utf-8")
        partial.replace(self._path)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                os.utime(self._path)
            except FileNotFoundError:
                self._taken_away.set()
            except OSError:  # the network may come back
                continue

    def _refuse_others(self, mine: Sequence[range]) -> None:
        others = dict(self._others(mine))
        here = this_machine()
        elsewhere = {}
        for path, holder in others.items():
            if holder.machine != here or os.name != "posix":
                elsewhere[path] = holder
            elif is_alive(holder):
                raise self._at_work(holder)
        if elsewhere:
            self._watch(elsewhere)
        for path in others:
            path.unlink(missing_ok=True)

    def _others(self, mine: Sequence[range]) -> Iterator[tuple[Path, Holder]]:
        """Yield who says to be at work on some of these runs."""
        for path in sorted(self._path.parent.glob("*.json")):
            holder = None if path == self._path else _read(path)
            if holder is not None and any(meets(block, mine) for block in holder.blocks()):
                yield path, holder

    def _watch(self, others: dict[Path, Holder]) -> None:
        """Watch files of processes on other machines until one is touched, or `SILENCE` is over."""
        told = ", ".join(f"{each.process} on {each.host}" for each in others.values())
        print(f"Waiting {SILENCE:g} s, for a sign of life of process {told}", file=sys.stderr)
        before = {path: _touched(path) for path in others}
        until = time.monotonic() + SILENCE
        while time.monotonic() < until:
            time.sleep(min(BEAT, SILENCE))
            for path, holder in others.items():
                if _touched(path) not in (None, before[path]):
                    raise self._at_work(holder)

    def _at_work(self, holder: Holder) -> UserError:
        where = f"process {holder.process} on {holder.host}"
        problem = f"{self.folder}: another process is at work on this sweep, {where}"
        return UserError(problem, "Wait for it, or choose another folder")


def _read(path: Path) -> Holder | None:
    """Read who holds a lease; None if nobody does any longer."""
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:  # cut off by a power cut: its process has ended
        path.unlink(missing_ok=True)
        return None
    return Holder(**{**told, "shard": tuple(told["shard"])})


def is_alive(holder: Holder) -> bool:
    """Tell whether a process of this machine lives, and is the same."""
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return start_of(holder.process) == holder.started


def _touched(path: Path) -> int | None:
    """Return when a file was touched; opening it makes a network file system ask."""
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except FileNotFoundError:
        return None


def this_machine() -> str:
    """Tell machines apart: also two of one name, containers, and one before and after a start."""
    told = [platform.node()]
    with contextlib.suppress(OSError):  # not on Linux
        told.append(Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        told.append(str(Path("/proc/self/ns/pid").readlink()))
    return " ".join(told)


def start_of(process: int) -> str:
    """Return when a process started: a number may be given again. Empty where it is not known."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[START_FIELD]
