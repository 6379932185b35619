"""A real Slurm on this machine alone: its own daemons, as long as the tests need them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.sweeps import ROOT, wait_until

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo")
"""What it takes; Debian has them in munge, slurmctld, slurmd and slurm-client."""

TASKS_AT_ONCE = 3
PATIENCE = 60
"""Seconds until the daemons have found each other."""

SETTINGS = """\
ClusterName=alone
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdSpoolDir={folder}/spool
StateSaveLocation={folder}/state
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str | None:
    """Say what is lacking; None where a Slurm can be started."""
    missing = [name for name in PROGRAMS if found(name) is None]
    if missing:
        return f"needs {', '.join(missing)}"
    return None if os.geteuid() == 0 else "slurmd has to be started by root"


def found(program: str) -> str | None:
    """Where a program lies; daemons are not on everybody's path."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Slurm:
    """A Slurm that runs.

    Attributes
    ----------
    environment
        With which its commands find it.
    """

    environment: dict[str, str]

    def call(self, *words: str) -> str:
        """Give a command of Slurm's; return what it says."""
        done = subprocess.run(
            words, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def submit(self, script: Path) -> str:
        """Submit a batch script; return the number of the job."""
        return self.call("sbatch", "--parsable", str(script))

    def is_idle(self) -> bool:
        """Whether no job waits or runs."""
        return self.call("squeue", "--noheader") == ""


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Slurm]:
    """Start a Slurm whose files all lie in a folder; end it."""
    for name in ("spool", "state"):
        (folder / name).mkdir()
    settings = folder / "slurm.conf"
    settings.write_text(
        SETTINGS.format(
            host=socket.gethostname().partition(".")[0],
            folder=folder,
            controller_port=free_port(),
            node_port=free_port(),
            cores=TASKS_AT_ONCE,
        )
    )
    key = folder / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    slurm = Slurm({**os.environ, "SLURM_CONF": str(settings), "PYTHONPATH": path})
    files = {name: f"{folder}/munge.{name}" for name in ("socket", "pid", "log", "seed")}
    words = [f"--{name}-file={path}" for name, path in files.items() if name != "socket"]
    with contextlib.ExitStack() as stack:
        start = stack.enter_context
        secret = [f"--socket={files['socket']}", f"--key-file={key}", *words]
        start(daemon("munged", ["--foreground", "--force", *secret], slurm, folder))
        wait_until(Path(files["socket"]).exists, PATIENCE)
        start(daemon("slurmctld", ["-D", "-f", str(settings)], slurm, folder))
        start(daemon("slurmd", ["-D", "-f", str(settings)], slurm, folder))
        assert wait_until(lambda: is_ready(slurm), PATIENCE), told(folder)
        yield slurm


def is_ready(slurm: Slurm) -> bool:
    """Whether a job could run."""
    words = ("sinfo", "--noheader", "--format=%t")
    done = subprocess.run(words, env=slurm.environment, capture_output=True, text=True, check=False)
    return done.stdout.strip() == "idle"


@contextlib.contextmanager
def daemon(name: str, words: Sequence[str], slurm: Slurm, folder: Path) -> Iterator[None]:
    """Let a daemon run in the foreground; end it."""
    program = found(name)
    assert program is not None
    with (folder / f"{name}.out").open("wb") as out:
        process = subprocess.Popen(
            [program, *words], env=slurm.environment, stdout=out, stderr=out, cwd=folder
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def told(folder: Path) -> str:
    """What the daemons have said."""
    paths = sorted([*folder.glob("*.out"), *folder.glob("*.log")])
    return "\n".join(f"{path.name}: {path.read_text(errors='replace')}" for path in paths)


def free_port() -> int:
    """Find a port that nobody listens to."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
