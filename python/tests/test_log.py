"""The prediction log: every line whole and as spec/log.md says, what is missing counted, and never a wait or an error for the service."""

import asyncio
import datetime
import decimal
import enum
import json
import math
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

here = os.path.dirname(os.path.abspath(__file__))
source = os.path.join(here, "..", "src")
sys.path.insert(0, source)

import lockstep  # noqa: E402
from lockstep.log_writer import most_waiting  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None


def lines_of(folder):
    """Every line of every file in order; each must be whole."""
    found = []
    for path in sorted(Path(folder).glob("*.jsonl")):
        data = path.read_bytes()
        assert data.endswith(b"\n"), path
        found += [json.loads(line) for line in data.splitlines()]
    return found


def rows_of(lines):
    return [line for line in lines if "kind" not in line]


def dropped_of(lines):
    counts = {}
    for line in lines:
        if line.get("kind") == "dropped":
            counts[line["reason"]] = counts.get(line["reason"], 0) + line["count"]
    return counts


def run(script, *words, warnings="error"):
    """A program of its own; its end is the interpreter's own."""
    return subprocess.run([sys.executable, "-W", warnings, "-c", "import sys; sys.path.insert(0, %r)\nimport lockstep\n%s" % (source, script), *map(str, words)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, universal_newlines=True)


class Log(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.folder = os.path.join(self.place.name, "log")

    def configure(self, **settings):
        lockstep.configure_log(self.folder, **settings)

    def written(self):
        self.assertTrue(lockstep.flush_log(10))
        return lines_of(self.folder)


class Lines(Log):
    def test_one_line_per_prediction_and_a_first_line(self):
        self.configure(roles={"risk": "score"}, replica="b")
        now = datetime.datetime(2026, 3, 1, 11, 0, 0, 123000, datetime.timezone(datetime.timedelta(hours=1)))
        given = lockstep.log({"age": 41, "income": None}, {"risk": 0.1}, id="a-1", ts=now, model="credit", version="3", variant="blue", label=True, latency_ms=1.5, status=200, segments={"region": "north"}, weight=2)
        self.assertEqual(given, "a-1")
        about, row = self.written()
        self.assertEqual({key: about[key] for key in ("v", "kind", "roles")}, {"v": 1, "kind": "meta", "roles": {"risk": "score"}})
        self.assertEqual(row, {"v": 1, "id": "a-1", "ts": "2026-03-01T10:00:00.123000Z", "model": "credit", "version": "3", "variant": "blue", "replica": "b", "features": {"age": 41, "income": None},
                               "outputs": {"risk": 0.1}, "segments": {"region": "north"}, "label": True, "latency_ms": 1.5, "status": 200, "weight": 2.0})

    def test_a_failed_prediction_tells_the_kind_and_not_the_message(self):
        self.configure()
        lockstep.log({"age": 41}, None, status=500, error=ValueError("age of Mrs Smith"))
        row = rows_of(self.written())[0]
        self.assertEqual((row["outputs"], row["error"], row["status"]), ({}, "ValueError", 500))

    def test_numbers_keep_their_bits(self):
        self.configure()
        values = {"big": 2**63 + 1, "tenth": 0.1, "tiny": 5e-324, "nan": math.nan, "up": math.inf, "down": -math.inf, "zero": -0.0, "whole": 1.0, "huge": 1e22}
        lockstep.log(values, {"y": 1})
        self.written()
        text = next(Path(self.folder).glob("*.jsonl")).read_text("utf-8")
        self.assertIn('"big":9223372036854775809,"tenth":0.1,"tiny":5e-324,"nan":NaN,"up":Infinity,"down":-Infinity,"zero":-0.0,"whole":1.0,"huge":1e+22', text)

    def test_what_json_cannot_say_by_itself(self):
        class Colour(enum.Enum):
            red = "r"

        self.configure()
        lockstep.log({"price": decimal.Decimal("1.25"), "day": datetime.date(2026, 3, 1), "colour": Colour.red, "pair": (1, 2), "deep": {1: "x", (2, 3): "y"}, "lone": "\ud800"}, 0.5)
        row = rows_of(self.written())[0]
        self.assertEqual(row["features"], {"price": 1.25, "day": "2026-03-01", "colour": "r", "pair": [1, 2], "deep": {"1": "x", "(2, 3)": "y"}, "lone": "?"})
        self.assertEqual(row["outputs"], {"prediction": 0.5})

    @unittest.skipIf(numpy is None, "numpy is not here")
    def test_scalars_and_arrays_of_numpy(self):
        self.configure()
        lockstep.log({"i": numpy.int64(2**60 + 1), "u": numpy.uint64(2**64 - 1), "f": numpy.float32(0.1), "d": numpy.float64(0.1), "b": numpy.bool_(True), "v": numpy.array([1, 2]), "t": numpy.datetime64("2026-03-01T10:00"), "n": numpy.float32("nan"), numpy.int64(3): 1}, numpy.array([[0.25, 0.75]]))
        lockstep.log(numpy.array([[1.0, 2.0]]), numpy.array([1]))
        first, second = rows_of(self.written())
        self.assertTrue(math.isnan(first["features"].pop("n")))
        self.assertEqual(first["features"], {"i": 2**60 + 1, "u": 2**64 - 1, "f": float(numpy.float32(0.1)), "d": 0.1, "b": True, "v": [1, 2], "t": "2026-03-01T10:00", "3": 1})
        self.assertEqual(first["outputs"], {"prediction": [0.25, 0.75]})
        self.assertEqual((second["features"], second["outputs"]), ({"f0": 1.0, "f1": 2.0}, {"prediction": 1}))

    def test_what_is_logged_is_what_was_given_at_that_moment(self):
        self.configure()
        row = {"age": 1}
        lockstep.log(row, 0)
        row["age"] = 2
        self.assertEqual(rows_of(self.written())[0]["features"], {"age": 1})

    def test_redact_by_name_and_by_function(self):
        self.configure(redact=["name"])
        lockstep.log({"name": "Smith", "age": 1}, {"name": "Smith", "risk": 1}, segments={"name": "Smith"})
        self.assertNotIn("Smith", json.dumps(self.written()))

        def change(record):
            del record["features"]["name"]
            return None if record["features"]["age"] == 2 else record

        self.configure(redact=change)
        given = {"name": "Jones", "age": 1}
        lockstep.log(given, 0)
        lockstep.log({"name": "Jones", "age": 2}, 0)
        lockstep.log({"age": 3}, 0)
        lines = self.written()
        self.assertEqual(given["name"], "Jones")
        self.assertNotIn("Jones", json.dumps(lines))
        self.assertEqual(dropped_of(lines), {"left out by redact": 1, "redact failed: KeyError": 1})

    def test_a_sample_has_its_weight_and_leaves_chance_alone(self):
        self.configure(sample=0.25)
        random.seed(7)
        before = random.getstate()
        for at in range(2000):
            lockstep.log({"x": at}, 0)
        chosen = {row["features"]["x"] for row in rows_of(self.written())}
        self.assertEqual(random.getstate(), before)
        self.assertTrue(380 < len(chosen) < 620, len(chosen))
        self.assertEqual({row["weight"] for row in rows_of(self.written())}, {4.0})
        # By id two services choose the same ones.
        kept = []
        for turn in ("a", "b"):
            folder = os.path.join(self.place.name, turn)
            lockstep.configure_log(folder, sample=0.25)
            for at in range(500):
                lockstep.log({}, 0, id=at)
            lockstep.flush_log(10)
            kept.append([row["id"] for row in rows_of(lines_of(folder))])
        self.assertEqual(kept[0], kept[1])
        self.assertTrue(80 < len(kept[0]) < 170, len(kept[0]))

    def test_a_full_file_is_followed_by_another(self):
        self.configure(max_bytes_per_file=4096, max_files=3)
        for at in range(200):
            lockstep.log({"x": at, "text": "y" * 100}, 0)
            if at % 5 == 4:
                lockstep.flush_log(10)
        self.written()
        files = sorted(Path(self.folder).glob("*.jsonl"))
        self.assertEqual(len(files), 3)
        for file in files:
            self.assertLessEqual(file.stat().st_size, 4096)
            self.assertEqual(json.loads(file.read_text().splitlines()[0])["kind"], "meta")
            self.assertIn("-%d-" % os.getpid(), file.name)
        self.assertEqual(rows_of(lines_of(self.folder))[-1]["features"]["x"], 199)

    def test_settings_that_make_no_sense(self):
        for wrong in ({"sample": 0}, {"sample": 1.5}, {"max_queue": 0}, {"max_files": -1}, {"redact": "name"}, {"roles": {"risk": "scores"}}):
            with self.assertRaises(ValueError):
                self.configure(**wrong)


class NeverInTheWay(Log):
    def test_what_cannot_be_written_is_counted_by_reason(self):
        circle = []
        circle.append(circle)

        class Angry:
            def __str__(self):
                raise RuntimeError("no")

            def __getattr__(self, name):
                raise RuntimeError("no")

        self.configure()
        for _ in range(3):
            lockstep.log({"x": object()}, 0)
        lockstep.log({"x": circle}, 0)
        lockstep.log({"x": "y" * (9 << 20)}, 0)
        lockstep.log({}, 0, id=Angry())
        lockstep.log(Angry(), 0)
        lockstep.log({}, 0, ts="never" and object())
        lockstep.log({"x": 1}, 0)
        lines = self.written()
        self.assertEqual(len(rows_of(lines)), 1)
        counts = dropped_of(lines)
        self.assertEqual(counts["a value of type object"], 3)
        self.assertEqual(counts["a line longer than 8 MiB"], 1)
        self.assertEqual(sum(counts.values()), 8)
        told = [line for line in lines if line.get("kind") == "dropped"][0]
        self.assertRegex(told["since"] + told["until"], r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z){2}$")

    def test_a_stalled_disk_costs_no_time_and_bounded_memory(self):
        self.configure(max_queue=1000)
        # A pipe that nobody reads takes some thousand bytes and then stalls whoever writes, as a dead network disk does.
        reads, writes = os.pipe()
        opened = os.open
        os.open = lambda *given: os.dup(writes)
        try:
            took = []
            for at in range(20_000):
                start = time.perf_counter_ns()
                lockstep.log({"x%d" % each: each * 1.1 for each in range(30)}, {"risk": 0.5}, id=at)
                took.append(time.perf_counter_ns() - start)
            self.assertFalse(lockstep.flush_log(0.1))
        finally:
            os.open = opened
        took.sort()
        print("\n  stalled disk: %.1f us per call in the middle, %.1f us at 99%%, %.1f ms at most" % (took[10_000] / 1e3, took[19_800] / 1e3, took[-1] / 1e6), file=sys.stderr)
        # The disk stalls for ever; a busy machine is given a thousand times what a call takes.
        self.assertLess(took[19_800], 20e6)
        # Now it goes on: what found no room is told.
        os.close(writes)
        seen, deadline, is_done = b"", time.monotonic() + 30, False
        while not is_done and time.monotonic() < deadline:
            is_done = lockstep.flush_log(0)
            while select.select([reads], [], [], 0.01)[0]:
                seen += os.read(reads, 1 << 16)
        lines = [json.loads(line) for line in seen.splitlines()]
        lost = dropped_of(lines)["queue full"]
        self.assertEqual(len(rows_of(lines)) + lost, 20_000)
        self.assertGreater(lost, 15_000)
        os.close(reads)

    def test_long_lines_are_bounded_by_bytes(self):
        # A file where the folder should be: nothing can be written.
        Path(self.folder).write_text("")
        self.configure()
        with self.assertLogs("lockstep", "WARNING"):
            for _ in range(80):
                lockstep.log({"x": "y" * (1 << 20)}, 0)
            lockstep.flush_log(0.2)
        os.unlink(self.folder)
        lines = self.written()
        lost = sum(dropped_of(lines).values())
        self.assertEqual(len(rows_of(lines)) + lost, 80)
        self.assertLessEqual(len(rows_of(lines)), most_waiting // (1 << 20) + 2)
        self.assertGreater(lost, 0)

    def test_a_folder_taken_away_is_made_again(self):
        self.configure()
        lockstep.log({"x": 1}, 0)
        self.written()
        for path in Path(self.folder).iterdir():
            path.unlink()
        os.rmdir(self.folder)
        lockstep.log({"x": 2}, 0)
        self.assertEqual([row["features"]["x"] for row in rows_of(self.written())], [2])

    def test_a_descriptor_that_was_closed_and_given_to_another_file(self):
        self.configure()
        lockstep.log({"x": 1}, 0)
        self.written()
        other = os.path.join(self.place.name, "other")
        fds = [int(each) for each in os.listdir("/proc/self/fd")] if os.path.isdir("/proc/self/fd") else []
        mine = [fd for fd in fds if os.path.exists("/proc/self/fd/%d" % fd) and os.readlink("/proc/self/fd/%d" % fd).startswith(os.path.realpath(self.folder))]
        if not mine:
            self.skipTest("descriptors cannot be seen here")
        os.close(mine[0])
        with open(other, "wb") as taken:
            self.assertEqual(taken.fileno(), mine[0])
            lockstep.log({"x": 2}, 0)
            rows = rows_of(self.written())
            taken.write(b"own")
        self.assertEqual(Path(other).read_bytes(), b"own")
        self.assertEqual(sorted(row["features"]["x"] for row in rows), [1, 2])

    def test_a_full_disk_leaves_whole_lines_and_says_what_is_missing(self):
        # RLIMIT_FSIZE ends a write in the middle of a line, as a full disk does; more room comes later.
        ended = run(
            "import resource, signal, time\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))\n"
            "lockstep.configure_log(sys.argv[1], max_queue=100)\n"
            "for at in range(40): lockstep.log({'x': at, 'text': 'y' * 50}, 0); lockstep.flush_log(0.05) if at % 10 == 9 else None\n"
            "for at in range(40, 300): lockstep.log({'x': at, 'text': 'y' * 50}, 0)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
            "print(lockstep.flush_log(10))\n", self.folder)
        self.assertEqual((ended.returncode, ended.stdout.strip()), (0, "True"), ended.stderr)
        lines = lines_of(self.folder)
        counts = dropped_of(lines)
        self.assertEqual(len(rows_of(lines)) + sum(counts.values()), 300)
        self.assertEqual(list(counts), ["queue full while the log could not be written: EFBIG"])

    def test_many_threads_and_tasks(self):
        self.configure(max_queue=100_000)

        def work(name):
            for at in range(500):
                lockstep.log({"who": name, "at": at}, 0)

        async def task(name):
            for at in range(100):
                lockstep.log({"who": name, "at": at}, 0)
                await asyncio.sleep(0)

        async def tasks():
            await asyncio.gather(*(task("task %d" % each) for each in range(10)))

        threads = [threading.Thread(target=work, args=("thread %d" % each,)) for each in range(8)]
        for thread in threads:
            thread.start()
        asyncio.run(tasks())
        for thread in threads:
            thread.join()
        rows = rows_of(self.written())
        self.assertEqual(len({row["id"] for row in rows}), 8 * 500 + 10 * 100)
        ats = {}
        for row in rows:
            ats.setdefault(row["features"]["who"], []).append(row["features"]["at"])
        self.assertTrue(all(seen == sorted(seen) for seen in ats.values()))
        self.assertEqual(sum(thread.name == "lockstep-log" for thread in threading.enumerate()), 1)

    def test_a_signal_handler_may_log(self):
        self.configure(max_queue=100_000)
        former = signal.signal(signal.SIGALRM, lambda *_: lockstep.log({"from": "handler"}, 0))
        signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
        try:
            for _ in range(5000):
                lockstep.log({"from": "program"}, 0)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, former)
        who = [row["features"]["from"] for row in rows_of(self.written())]
        self.assertEqual(who.count("program"), 5000)
        self.assertGreater(who.count("handler"), 0)

    def test_before_it_is_configured_it_does_nothing(self):
        ended = run("import logging; logging.disable(); print(lockstep.log({}, 0, id=3), lockstep.log({}, 0), lockstep.flush_log())")
        self.assertEqual((ended.returncode, ended.stdout), (0, "3 None True\n"), ended.stderr)


class Processes(Log):
    def test_the_end_of_the_interpreter_writes_what_waits(self):
        ended = run("lockstep.configure_log(sys.argv[1])\nfor at in range(3000): lockstep.log({'x': at}, 0)", self.folder)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertEqual([row["features"]["x"] for row in rows_of(lines_of(self.folder))], list(range(3000)))

    def test_the_end_waits_a_bounded_time(self):
        start = time.monotonic()
        ended = run("import os; reads, writes = os.pipe(); os.open = lambda *given: os.dup(writes)\nlockstep.configure_log(sys.argv[1])\nfor at in range(5000): lockstep.log({'x': 'y' * 100}, 0)", self.folder)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertLess(time.monotonic() - start, 20)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_fork_has_a_file_and_ids_of_its_own(self):
        ended = run(
            "import os\n"
            "lockstep.configure_log(sys.argv[1])\n"
            "for at in range(50): lockstep.log({'who': 'parent', 'at': at}, 0)\n"
            "children = []\n"
            "for child in range(3):\n"
            "    pid = os.fork()\n"
            "    if pid == 0:\n"
            "        for at in range(50): lockstep.log({'who': child, 'at': at}, 0)\n"
            "        sys.exit(0)\n"
            "    children.append(pid)\n"
            "for at in range(50, 100): lockstep.log({'who': 'parent', 'at': at}, 0)\n"
            "print([os.waitpid(pid, 0)[1] for pid in children])\n", self.folder, warnings="ignore")  # Python itself warns of forks beside threads from 3.12 on.
        self.assertEqual((ended.returncode, ended.stdout.strip()), (0, "[0, 0, 0]"), ended.stderr)
        rows = rows_of(lines_of(self.folder))
        self.assertEqual(len(rows), 250)
        self.assertEqual(len({row["id"] for row in rows}), 250)
        self.assertEqual(len(list(Path(self.folder).glob("*.jsonl"))), 4)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_processes_of_multiprocessing_write_what_waits(self):
        ended = run(
            "import multiprocessing\n"
            "def work(at):\n"
            "    for each in range(100): lockstep.log({'at': at, 'each': each}, 0)\n"
            "lockstep.configure_log(sys.argv[1])\n"
            "context = multiprocessing.get_context('fork')\n"
            "all = [context.Process(target=work, args=(at,)) for at in range(2)]\n"
            "[each.start() for each in all]; [each.join() for each in all]\n"
            "print([each.exitcode for each in all])\n", self.folder, warnings="ignore")
        self.assertEqual((ended.returncode, ended.stdout.strip()), (0, "[0, 0]"), ended.stderr)
        self.assertEqual(len(rows_of(lines_of(self.folder))), 200)


if __name__ == "__main__":
    unittest.main()
