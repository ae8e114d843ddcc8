"""Takes lines from a service without ever making it wait, and one thread writes them."""

from __future__ import annotations

import _thread
import errno
import json
import logging
import threading
import time
from collections import deque
from typing import Callable, Deque, Dict, List, Optional

from .log_file import LogFile, time_text

#: Bytes that wait at most, whatever their number; memory is bounded by this and `max_queue`.
most_waiting = 64 << 20

#: What is written at once, about.
_chunk_bytes = 256 << 10

#: So long lines are gathered before they are written, seconds; a process that is killed loses at most about this.
_gather = 0.02

#: Reasons that are told apart; a service cannot fill the log with them.
_most_reasons = 50


class LogWriter:
    """`put` and `drop` return at once, from any thread, task or signal handler. What waits is bounded; what finds no room is counted by reason and told in the log."""

    def __init__(self, file: LogFile, max_queue: int, started: Callable[[], None]) -> None:
        """`started` is called in each process that writes, once its thread runs."""
        self._file, self._max_queue, self._started = file, max_queue, started
        self._start_over()

    def _start_over(self) -> None:
        # One thread may come here twice: a signal handler, or a destructor that logs.
        self._lock = threading.RLock()
        self._queue: Deque[bytes] = deque()
        self._waiting = 0
        self._dropped: Dict[str, List[float]] = {}
        self._unwritten: Optional[List[bytes]] = None
        self._is_writing = False
        self._refusal: Optional[str] = None
        self._thread: Optional[threading.Thread] = None
        self._stops = self._gives_up = False
        # Released by whoever has something to write; unlike an event it can be released in a signal handler.
        self._wake = _thread.allocate_lock()
        self._wake.acquire()

    def put(self, line: bytes) -> None:
        with self._lock:
            if len(self._queue) >= self._max_queue or self._waiting + len(line) > most_waiting:
                self._count("queue full" if self._refusal is None else "queue full while the log could not be written: %s" % self._refusal)
            else:
                self._queue.append(line)
                self._waiting += len(line)
        self._start()

    def drop(self, reason: str) -> None:
        with self._lock:
            self._count(reason)
        self._start()

    def flush(self, seconds: float) -> bool:
        """Whether everything was written within that time."""
        until = time.monotonic() + seconds
        while not self._is_idle():
            if time.monotonic() >= until:
                return False
            self._start()
            time.sleep(0.002)
        return True

    def close(self, seconds: float) -> bool:
        """Writes what waits, for at most that time. Whether all was written."""
        self._stops = True
        written = self.flush(seconds)
        self._gives_up = not written
        thread = self._thread
        if thread is not None:
            self._rouse()
            thread.join(max(1.0, seconds) if written else 0.1)
        return written

    def after_fork(self) -> None:
        """In the child: the thread stayed in the parent, and so did what waits there."""
        self._start_over()
        self._file.forget()

    def _is_idle(self) -> bool:
        with self._lock:
            return not self._queue and not self._dropped and self._unwritten is None and not self._is_writing

    def _count(self, reason: str) -> None:
        if reason not in self._dropped and len(self._dropped) >= _most_reasons:
            reason = "other reasons"
        now = time.time()
        entry = self._dropped.setdefault(reason, [0, now, now])
        entry[0] += 1
        entry[2] = now

    def _start(self) -> None:
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    # Taken before it runs: a signal handler that logs in between must not start another.
                    self._thread = threading.Thread(target=self._run, name="lockstep-log", daemon=True)
                    try:
                        self._thread.start()
                    except RuntimeError:
                        # No more threads now, or the interpreter ends: lines wait for the next attempt.
                        self._thread = None
                        return
                    self._started()
        self._rouse()

    def _rouse(self) -> None:
        if self._wake.locked():
            try:
                self._wake.release()
            except RuntimeError:
                # Another thread was faster.
                return

    def _run(self) -> None:
        wake, pause = self._wake, 0.0
        while True:
            if pause == 0.0:
                wake.acquire()
            self._rest(_gather + pause)
            try:
                refused = self._write_all()
            except Exception as broken:  # noqa: BLE001  whatever happens here must not end the thread
                refused = type(broken).__name__
            pause = min(2.0, max(0.1, pause * 2)) if refused is not None else 0.0
            with self._lock:
                if self._stops and (self._gives_up or self._is_idle()):
                    # Whoever logs later starts a thread again.
                    self._thread = None
                    self._file.close()
                    return

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + (min(seconds, 0.1) if self._stops else seconds)
        while time.monotonic() < until and not (self._stops and seconds <= _gather):
            time.sleep(_gather)

    def _write_all(self) -> Optional[str]:
        """Writes until nothing waits; what the disk refused stays, and its reason is returned."""
        while True:
            with self._lock:
                lines = self._unwritten or self._take()
                self._is_writing = bool(lines)
                self._unwritten = lines or None
            if not lines:
                return None
            try:
                self._file.write(b"".join(lines))
            except OSError as refused:
                self._tell(errno.errorcode.get(refused.errno or 0, type(refused).__name__))
                return self._refusal
            finally:
                self._is_writing = False
            self._unwritten = self._refusal = None

    def _take(self) -> List[bytes]:
        """What is missing first, then lines up to about one chunk."""
        lines = [_dropped_line(reason, *entry) for reason, entry in self._dropped.items()]
        self._dropped = {}
        size = 0
        while self._queue and size < _chunk_bytes:
            line = self._queue.popleft()
            if size > 0 and size + len(line) > _chunk_bytes:
                self._queue.appendleft(line)
                break
            lines.append(line)
            size += len(line)
        self._waiting -= size
        return lines

    def _tell(self, refusal: str) -> None:
        if refusal != self._refusal:
            self._refusal = refusal
            logging.getLogger("lockstep").warning("the prediction log cannot be written (%s); predictions wait, and are counted as dropped when there is no room left", refusal)


def _dropped_line(reason: str, count: float, since: float, until: float) -> bytes:
    record = {"v": 1, "kind": "dropped", "reason": reason, "count": int(count), "since": time_text(since), "until": time_text(until)}
    return json.dumps(record, separators=(",", ":")).encode("ascii", "backslashreplace") + b"\n"
