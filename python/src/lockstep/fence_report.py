"""The report of a fence, and the settings that need no library."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any, Callable, Dict, List, Optional

#: numpy's legacy generator and PYTHONHASHSEED take 32 bits.
_largest_seed = 2**32 - 1

_thread_variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class FenceError(RuntimeError):
    """strict=True, and something could not be fenced; the text names each thing and why."""


class Fence:
    """
    What a call of `fence` did: `set` (what is set, to which value), `could_not` (what is not, and why), `notes` (what no fence reaches).

    As a context manager it puts back, at the end, the random states and the switches as they were: a test or a training step inside a
    longer program leaves no trace, and afterwards its fingerprint claims no seed that no longer holds.
    """

    def __init__(self, seed: Any, threads: Optional[int]) -> None:
        self.seed = seed
        self.threads = threads
        self.set: Dict[str, Any] = {}
        self.could_not: Dict[str, str] = {}
        self.notes: List[str] = []
        self._seeds: Dict[str, int] = {}
        self._undo: List[Callable[[], Any]] = []
        self._outer: Optional[Fence] = None

    def as_dict(self) -> Dict[str, Any]:
        """`{"seed", "set", "could_not", "notes"}`, as plain JSON values."""
        return {"seed": self.seed if isinstance(self.seed, int) else repr(self.seed), "set": dict(self.set), "could_not": dict(self.could_not), "notes": list(self.notes)}

    def fields(self) -> Dict[str, Dict[str, Any]]:
        """The fingerprint's `seed.value:<library>` and `seed.switch:<switch>`."""
        found = {"seed.value:%s" % name: value for name, value in self._seeds.items()}
        found.update(("seed.switch:%s" % name, value) for name, value in self.set.items() if name not in self._seeds)
        return {name: {"value": value, "scope": "process", "how": "lockstep.fence"} for name, value in found.items()}

    def __str__(self) -> str:
        lines = ["fence: seed %s" % (self.seed,)]
        lines += ["  set        %s = %s" % item for item in self.set.items()]
        lines += ["  could not  %s: %s" % item for item in self.could_not.items()]
        return "\n".join(lines + ["  note       %s" % note for note in self.notes])

    __repr__ = __str__

    def __enter__(self) -> "Fence":
        return self

    def __exit__(self, *unused: Any) -> None:
        self.lift()

    def lift(self) -> None:
        """Puts back random states and switches, the last first, and takes the fence's fields out of the fingerprint. Never raises."""
        global _active
        while self._undo:
            try:
                self._undo.pop()()
            except Exception as broken:  # noqa: BLE001  the rest is put back all the same
                self.notes.append("could not be put back: %s" % broken)
        if _active is self:
            _active = self._outer

    def attempt(self, name: str, act: Callable[[], Any], seeds: bool = False) -> None:
        """Runs one setting and keeps what it gives (its value) or why it failed."""
        try:
            value = act()
        except Exception as refused:  # noqa: BLE001  what cannot be fenced is told, not thrown
            self.could_not[name] = str(refused) or type(refused).__name__
            return
        self.could_not.pop(name, None)
        self.set[name] = value
        if seeds:
            self._seeds[name] = value

    def undo(self, act: Callable[[], Any]) -> None:
        """Remembers how to put one thing back."""
        self._undo.append(act)

    def variable(self, name: str, value: str) -> str:
        """Sets an environment variable that a library reads when it starts; one that people set stays, and another value is a refusal."""
        before = os.environ.get(name)
        if before is None:
            os.environ[name] = value
            self.undo(lambda: os.environ.pop(name, None))
        elif before != value and not (name == "CUBLAS_WORKSPACE_CONFIG" and before == ":16:8"):
            raise RuntimeError("it is %s already; left as it is" % before)
        return os.environ[name]


_active: Optional[Fence] = None


def build_fence(seed: Any, strict: bool, threads: Optional[int]) -> Fence:
    """What `lockstep.fence` promises."""
    global _active
    report = Fence(seed, threads)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= _largest_seed:
        report.could_not["seed"] = "a seed is an integer from 0 to %d, not %r" % (_largest_seed, seed)
    else:
        from .fenced_libraries import fence_libraries

        report.attempt("random", lambda: _seed_random(report, seed), seeds=True)
        report.attempt("hash", lambda: _look_at_hash(seed), seeds=True)
        for name in _thread_variables if threads is not None else ():
            report.attempt(name, partial(report.variable, name, str(threads)))
        fence_libraries(report)
        report.notes.append("numpy.random.default_rng, secrets, uuid4 and os.urandom draw from the operating system: hand generators a seed of their own")
        report._outer, _active = _active, report
        try:
            from . import probe

            probe.contribute(_active_fields)
        except Exception as broken:  # noqa: BLE001  a copied fence without the probe still fences
            report.could_not["fingerprint"] = "the probe did not take the seeds: %s" % broken
    if strict and report.could_not:
        raise FenceError("; ".join("%s: %s" % item for item in report.could_not.items()))
    return report


def active() -> Optional[Fence]:
    """The fence that holds now: the latest that was not lifted."""
    return _active


def _active_fields() -> Dict[str, Dict[str, Any]]:
    return _active.fields() if _active is not None else {}


def _seed_random(report: Fence, seed: int) -> int:
    import random

    state = random.getstate()
    report.undo(lambda: random.setstate(state))
    random.seed(seed)
    return seed


def _look_at_hash(seed: int) -> int:
    given = os.environ.get("PYTHONHASHSEED", "")
    if given.isdigit() and not sys.flags.ignore_environment:
        # A number that was put there after the start has no effect, and a hash of its own would be needed to see it.
        if _hash_follows(int(given)):
            return int(given)
        raise RuntimeError("PYTHONHASHSEED=%s was set after the start and has no effect; start the process with it" % given)
    raise RuntimeError("the order of sets of texts is drawn at the start: start the process with PYTHONHASHSEED=%d" % seed)


def _hash_follows(number: int) -> bool:
    """Whether this process hashes as one that was started with this PYTHONHASHSEED; seen without starting one where 0 switches it off."""
    if not sys.flags.hash_randomization:
        return number == 0
    if number == 0:
        return False
    try:
        with open("/proc/self/environ", "rb") as file:
            return ("PYTHONHASHSEED=%s" % number).encode() in file.read().split(b"\0")
    except OSError:
        return True
