"""The files of one process' prediction log: whole lines only, a new file when one is full."""

from __future__ import annotations

import datetime
import os
import time
from typing import Callable, List, Optional, Tuple


def time_text(seconds: float) -> str:
    """ISO 8601 in UTC with microseconds, ending in Z."""
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat(timespec="microseconds")[:-6] + "Z"


class LogFile:
    """
    Appends to `predictions-<start>-<pid>-<chance>-<number>.jsonl` in a folder that is made when it is needed, and made again when it was taken away.
    `first_line` begins every file. Not for several threads.
    """

    def __init__(self, folder: str, max_bytes: int, max_files: Optional[int], first_line: Callable[[], bytes]) -> None:
        self._folder, self._max_bytes, self._max_files, self._first_line = folder, max_bytes, max_files, first_line
        self._start_over()

    def _start_over(self) -> None:
        self._fd: Optional[int] = None
        self._size = self._begins = self._number = 0
        self._path = ""
        self._identity: Tuple[int, int] = (0, 0)
        self._finished: List[str] = []
        self._stem = "predictions-%s-%d-%s" % (time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), os.getpid(), os.urandom(3).hex())

    def write(self, lines: bytes) -> None:
        """All of them or none; OSError when the disk does not take them."""
        if self._fd is not None and not self._is_there():
            self.close()
        if self._fd is not None and self._size > self._begins and self._size + len(lines) > self._max_bytes:
            self.close()
            self._finished.append(self._path)
        if self._fd is None:
            self._open()
        self._append(lines)

    def close(self) -> None:
        """Without effect when none is open. A descriptor that is another file's by now is left alone."""
        fd, self._fd = self._fd, None
        if fd is not None and self._is_own(fd):
            os.close(fd)

    def forget(self) -> None:
        """In a child after a fork: the parent's file is the parent's."""
        self.close()
        self._start_over()

    def _open(self) -> None:
        os.makedirs(self._folder, exist_ok=True)
        while True:
            self._number += 1
            path = os.path.join(self._folder, "%s-%04d.jsonl" % (self._stem, self._number))
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o640)
                break
            except FileExistsError:
                continue
        about = os.fstat(fd)
        self._fd, self._path, self._identity, self._size = fd, path, (about.st_dev, about.st_ino), 0
        self._make_room()
        try:
            self._append(self._first_line())
        except OSError:
            # Nobody is helped by a file for each attempt on a full disk.
            self.close()
            self._number -= 1
            os.unlink(path)
            raise
        self._begins = self._size

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest):]  # type: ignore[arg-type]
        except OSError:
            self._cut()
            raise
        self._size += len(data)

    def _cut(self) -> None:
        """Takes away the part of a line that was written before the disk was full."""
        try:
            os.ftruncate(self._fd, self._size)  # type: ignore[arg-type]
        except OSError:
            # The torn line stays the last of this file.
            self.close()

    def _is_own(self, fd: int) -> bool:
        """A program that closes descriptors it does not know can give ours to another file."""
        try:
            about = os.fstat(fd)
        except OSError:
            return False
        return (about.st_dev, about.st_ino) == self._identity

    def _is_there(self) -> bool:
        return self._fd is not None and self._is_own(self._fd) and os.fstat(self._fd).st_nlink > 0

    def _make_room(self) -> None:
        while self._max_files is not None and len(self._finished) >= self._max_files:
            try:
                os.unlink(self._finished.pop(0))
            except OSError:
                # Somebody took it away before, or holds it; it is counted no more.
                continue
