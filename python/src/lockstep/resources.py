"""Memory and processor time of the serving processes, read from /proc where there is one."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

#: A worker asks again at most this often; walking /proc takes about a millisecond per hundred processes.
kept_for_s = 0.05


class Process(NamedTuple):
    """One line of /proc/<pid>/stat, as far as it matters here."""

    pid: int
    parent: int
    ticks: int
    pages: int


def resources() -> Dict[str, Any]:
    """
    `memoryBytes` (resident), `cpuSeconds` (user and system, since start), `gpuMemoryBytes` (reserved by this process's torch),
    `gpuUtilisation`, `processes`, `source`, `pid`; None for what cannot be read. Workers of one server are summed. Never raises.
    """
    answer: Dict[str, Any] = {"memoryBytes": None, "cpuSeconds": None, "gpuMemoryBytes": None, "gpuUtilisation": None, "processes": 1, "source": "nothing could be read", "pid": os.getpid()}
    try:
        answer.update(_from_proc() or _from_rusage())
    except Exception as broken:  # noqa: BLE001  what a server uses is not worth an error
        answer["source"] = "could not be read: %s" % type(broken).__name__
    try:
        memory = _torch_memory()
        if memory is not None:
            answer["gpuMemoryBytes"] = memory
            answer["source"] += ", torch.cuda.memory_reserved of process %d" % os.getpid()
    except Exception:  # noqa: BLE001  a driver that is gone
        pass
    return answer


def _from_proc() -> Optional[Dict[str, Any]]:
    if not os.path.exists("/proc/self/stat"):
        return None
    workers = _workers(_all_processes(), os.getpid())
    page, tick = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
    return {
        "memoryBytes": sum(worker.pages for worker in workers) * page,
        "cpuSeconds": sum(worker.ticks for worker in workers) / tick,
        "processes": len(workers),
        "source": "/proc/%s/stat" % ("self" if len(workers) == 1 else "{%s}" % ",".join(str(worker.pid) for worker in workers)),
    }


def _workers(processes: Dict[int, Process], pid: int) -> List[Process]:
    """This process, those beside it that the same master started from the same command, and all that these started from the same program."""
    program = _program(pid)
    mine = processes[pid]
    found = {pid}
    if program is not None and _program(mine.parent) == program:
        found.update(other.pid for other in processes.values() if other.parent == mine.parent and _command(other.pid) == _command(pid) and _program(other.pid) == program)
    grown = True
    while grown and program is not None:
        more = {other.pid for other in processes.values() if other.parent in found and other.pid not in found and _program(other.pid) == program and "resource_tracker" not in _command(other.pid)}
        grown = bool(more)
        found |= more
    return [processes[each] for each in sorted(found)]


_read_at: Tuple[float, Dict[int, Process]] = (-1.0, {})


def _all_processes() -> Dict[int, Process]:
    global _read_at
    if _read_at[1] and time.monotonic() - _read_at[0] < kept_for_s and os.getpid() in _read_at[1]:
        return _read_at[1]
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name, "rb") as file:
                    # The name in parentheses may hold anything, parentheses too.
                    rest = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            found[int(name)] = Process(int(name), int(rest[1]), int(rest[11]) + int(rest[12]), int(rest[21]))
    _read_at = (time.monotonic(), found)
    return found


def _program(pid: int) -> Optional[str]:
    try:
        return os.readlink("/proc/%d/exe" % pid)
    except OSError:
        return None


def _command(pid: int) -> str:
    """The command line without its numbers: pipes and ports that multiprocessing hands over differ between workers."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            return re.sub(r"\d+", "N", file.read().decode("utf-8", "replace"))
    except OSError:
        return ""


def _from_rusage() -> Dict[str, Any]:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"memoryBytes": used.ru_maxrss * unit, "cpuSeconds": used.ru_utime + used.ru_stime, "source": "getrusage (largest memory so far)"}


def _torch_memory() -> Optional[int]:
    torch = sys.modules.get("torch")
    cuda = getattr(torch, "cuda", None)
    # Asking a CUDA that was not used yet would start it, and take memory itself.
    if cuda is None or not cuda.is_initialized():
        return None
    return int(sum(cuda.memory_reserved(index) for index in range(cuda.device_count())))
