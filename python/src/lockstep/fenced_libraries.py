"""How each numeric library is seeded and made deterministic; one function per library, given the module that is loaded."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any, Callable, Dict

from .later_imports import when_imported


def fence_libraries(report: Any) -> None:
    """Fences what is loaded, and what will be loaded when it is; `report` is the Fence that keeps what came of it."""
    for name, act in _libraries.items():
        module = sys.modules.get(name)
        if module is not None:
            _guarded(report, name, act, module)
            continue
        report.notes.append("%s is not loaded; it is fenced when it is imported" % name)
        report.undo(when_imported(name, partial(_guarded, report, name, act)))


def _guarded(report: Any, name: str, act: Callable[[Any, Any], None], module: Any) -> None:
    note = "%s is not loaded; it is fenced when it is imported" % name
    if note in report.notes:
        report.notes.remove(note)
    try:
        act(report, module)
    except Exception as refused:  # noqa: BLE001  a library that changed its names is reported like any other refusal
        report.could_not[name] = str(refused) or type(refused).__name__


def _numpy(report: Any, numpy: Any) -> None:
    def seed() -> int:
        state = numpy.random.get_state()
        report.undo(lambda: numpy.random.set_state(state))
        numpy.random.seed(report.seed)
        return int(report.seed)

    report.attempt("numpy", seed, seeds=True)
    if report.threads is not None:
        report.attempt("numpy.threads", lambda: _threads_of_pools(report))


def _threads_of_pools(report: Any) -> int:
    pools = sys.modules.get("threadpoolctl")
    if pools is None:
        raise RuntimeError("its BLAS read the thread variables when it was loaded; set them before, or import threadpoolctl")
    limits = pools.threadpool_limits(limits=report.threads)
    report.undo(limits.restore_original_limits if hasattr(limits, "restore_original_limits") else limits.unregister)
    return int(report.threads)


def _torch(report: Any, torch: Any) -> None:
    def seed() -> int:
        state = torch.get_rng_state()
        report.undo(lambda: torch.set_rng_state(state))
        if torch.cuda.is_initialized():
            devices = torch.cuda.get_rng_state_all()
            report.undo(lambda: torch.cuda.set_rng_state_all(devices))
        # Seeds every device too; a GPU that is started later is seeded then.
        torch.manual_seed(report.seed)
        torch.cuda.manual_seed_all(report.seed)
        return int(report.seed)

    def deterministic() -> bool:
        before = torch.are_deterministic_algorithms_enabled()
        warned = torch.is_deterministic_algorithms_warn_only_enabled() if hasattr(torch, "is_deterministic_algorithms_warn_only_enabled") else False
        # An operation without a deterministic form warns: a fence that stops the training it was put around would be taken down.
        torch.use_deterministic_algorithms(True, warn_only=True)
        report.undo(lambda: torch.use_deterministic_algorithms(before, warn_only=warned))
        return True

    def switch(name: str, value: bool) -> bool:
        before = getattr(torch.backends.cudnn, name)
        setattr(torch.backends.cudnn, name, value)
        report.undo(lambda: setattr(torch.backends.cudnn, name, before))
        return value

    def workspace() -> str:
        if torch.cuda.is_initialized():
            raise RuntimeError("CUDA has been started already, and reads it once; call fence first")
        return str(report.variable("CUBLAS_WORKSPACE_CONFIG", ":4096:8"))

    def threads() -> int:
        before = torch.get_num_threads()
        torch.set_num_threads(report.threads)
        report.undo(lambda: torch.set_num_threads(before))
        return int(report.threads)

    report.attempt("torch", seed, seeds=True)
    report.attempt("torch.deterministic_algorithms", deterministic)
    report.attempt("torch.cudnn.benchmark", lambda: switch("benchmark", False))
    report.attempt("torch.cudnn.deterministic", lambda: switch("deterministic", True))
    if report.threads is not None:
        report.attempt("torch.threads", threads)
    report.attempt("CUBLAS_WORKSPACE_CONFIG", workspace)


def _tensorflow(report: Any, tensorflow: Any) -> None:
    def seed() -> int:
        tensorflow.random.set_seed(report.seed)
        return int(report.seed)

    def deterministic() -> bool:
        tensorflow.config.experimental.enable_op_determinism()
        report.notes.append("TensorFlow cannot be told to leave its deterministic mode, nor its seed be put back")
        return True

    def threads() -> int:
        tensorflow.config.threading.set_intra_op_parallelism_threads(report.threads)
        tensorflow.config.threading.set_inter_op_parallelism_threads(report.threads)
        return int(report.threads)

    report.attempt("tensorflow", seed, seeds=True)
    report.attempt("TF_DETERMINISTIC_OPS", lambda: report.variable("TF_DETERMINISTIC_OPS", "1"))
    report.attempt("tensorflow.op_determinism", deterministic)
    if report.threads is not None:
        report.attempt("tensorflow.threads", threads)


_libraries: Dict[str, Callable[[Any, Any], None]] = {"numpy": _numpy, "torch": _torch, "tensorflow": _tensorflow}
