"""Lockstep's Python SDK. Nothing is imported until it is asked for, so that the probe sees the process as it is."""

from .fence import fence
from .mount import mount

__version__ = "0.1.0"

# Name -> module that holds it. A function with its module's name cannot be lazy: an import of the module would take the name.
_HOME = {
    "contribute": "probe",
    "fingerprint": "probe",
    "watch_warnings": "probe",
    "capture_training": "training",
    "stage": "stages",
    "stage_context": "stages",
    "pack_preprocessing": "preprocessing",
    "load_preprocessing": "preprocessing",
    "log": "prediction_log",
    "configure_log": "prediction_log",
    "flush_log": "prediction_log",
    "configure_spans": "spans",
    "flush_spans": "spans",
    "request_span": "spans",
    "span_counts": "spans",
}

__all__ = sorted([*_HOME, "fence", "mount"])


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError("module 'lockstep' has no attribute %r" % name)
    from importlib import import_module

    # Kept, so that a tap in a prediction is found as fast as any other name. No name here is a module's.
    found = globals()[name] = getattr(import_module("lockstep." + _HOME[name]), name)
    return found


def __dir__():
    return sorted(set(globals()) | set(_HOME))
