"""Lockstep's Python SDK. Nothing is imported until it is asked for, so that the probe sees the process as it is."""

__version__ = "0.1.0"

# Name -> module that holds it.
_HOME = {
    "contribute": "probe",
    "fingerprint": "probe",
    "watch_warnings": "probe",
}

__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError("module 'lockstep' has no attribute %r" % name)
    from importlib import import_module

    return getattr(import_module("lockstep." + _HOME[name]), name)


def __dir__():
    return sorted(set(globals()) | set(_HOME))
