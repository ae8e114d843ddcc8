"""Runs something once a module has been imported by somebody else, and never imports it itself."""

from __future__ import annotations

import importlib.util
import sys
import threading
from typing import Any, Callable, Dict, Optional


class _Finder:
    """
    First on sys.meta_path; finds nothing itself. For a watched name it lets the others find, and puts itself before the loader's last step.
    The loader is back in its place before the module's own code runs, so that nobody (importlib.resources, pickle, reload) meets ours.
    """

    def __init__(self) -> None:
        self.watched: Dict[str, Callable[[Any], None]] = {}
        self._looking = threading.local()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in self.watched or getattr(self._looking, "now", False):
            return None
        self._looking.now = True
        try:
            spec = importlib.util.find_spec(name)
            if spec is None or not hasattr(spec.loader, "exec_module"):
                return None
            # Many a library only asks whether another one is there: the watch ends with an import, not with the look.
            spec.loader = _Loader(spec.loader, self.watched)  # type: ignore[assignment]
            return spec
        except Exception:  # noqa: BLE001  the import goes on without us and says what is wrong
            return None
        finally:
            self._looking.now = False


class _Loader:
    def __init__(self, loader: Any, watched: Dict[str, Callable[[Any], None]]) -> None:
        self._loader, self._watched = loader, watched

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_loader"], name)

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        then = self._watched.pop(module.__name__, None)
        try:
            if then is not None:
                then(module)
        except Exception:  # noqa: BLE001  somebody else's import must not fail because of us
            pass


_finder: Optional[_Finder] = None


def when_imported(name: str, then: Callable[[Any], None]) -> Callable[[], None]:
    """Calls `then(module)` once this top-level module has been imported; the latest `then` of a name counts. Returns what takes it back."""
    global _finder
    if _finder is None:
        _finder = _Finder()
        sys.meta_path.insert(0, _finder)  # type: ignore[arg-type]
    watched, before = _finder.watched, _finder.watched.get(name)
    watched[name] = then

    def forget() -> None:
        if watched.get(name) is then:
            if before is None:
                del watched[name]
            else:
                watched[name] = before

    return forget
