"""Stages: what is read, what is left alone, and the digests that every language shares."""

import array
import asyncio
import base64
import collections
import dataclasses
import datetime
import hashlib
import importlib.util
import json
import os
import sys
import threading
import timeit
import unittest
import zlib
from concurrent.futures import ThreadPoolExecutor

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "src"))

import lockstep  # noqa: E402
from lockstep import canonical, reading, stages  # noqa: E402
from lockstep.reading import read  # noqa: E402

spec = os.path.join(here, "..", "..", "spec", "stages")


def load_spec():
    found = importlib.util.spec_from_file_location("digests", os.path.join(spec, "digests.py"))
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with open(os.path.join(spec, "digests.json"), encoding="utf-8") as file:
        return module, json.load(file)["cases"]


def unpacked(header):
    return json.loads(zlib.decompress(base64.b64decode(header)))


def traced(function, request="r-1"):
    """The stages that a call shows while it is traced."""
    trace, opened = stages.open_trace(request)
    try:
        function()
    finally:
        stages.close_trace(opened)
    return unpacked(trace.header())["stages"]


class Digests(unittest.TestCase):
    def test_every_case_of_the_spec(self):
        module, cases = load_spec()
        self.assertGreater(len(cases), 30)
        for case in cases:
            with self.subTest(case["case"]):
                value = module.made(case["value"])
                self.assertEqual(canonical.bytes_of(value).hex(), case["encoding"])
                self.assertEqual(canonical.digest_of(value), case["digest"])
                self.assertEqual(read(value).shape, case["shape"])

    def test_no_two_cases_are_alike(self):
        digests = [case["digest"] for case in load_spec()[1]]
        self.assertEqual(len(set(digests)), len(digests))

    def test_a_nan_with_another_sign_and_payload_is_the_same(self):
        odd = array.array("d", bytes.fromhex("010000000000f8ff"))
        self.assertEqual(read(odd).digest, read(array.array("d", [float("nan")])).digest)
        self.assertNotEqual(read(array.array("d", [0.0])).digest, read(array.array("d", [-0.0])).digest)

    def test_memory_that_is_lent_in_any_order(self):
        plain = memoryview(bytes(range(8))).cast("B", shape=[2, 4])
        self.assertEqual(read(plain).shape, "uint8[2, 4]")
        self.assertEqual(read(plain).values, list(range(8)))
        backwards = memoryview(array.array("i", [1, 2, 3]))[::-1]
        self.assertEqual(read(backwards).digest, read(array.array("i", [3, 2, 1])).digest)

    def test_subclasses_are_read_past_their_own_methods(self):
        class Sly(list):
            def __iter__(self):
                self.append("read")
                return super().__iter__()

        held = Sly([1, 2])
        self.assertEqual(read(held).digest, read([1, 2]).digest)
        self.assertEqual(list.__len__(held), 2)
        Point = collections.namedtuple("Point", "x y")
        self.assertEqual(read(Point(1, 2)).names, ["x", "y"])

        @dataclasses.dataclass
        class Row:
            age: int
            income: object

        self.assertEqual(read(Row(41, None)).digest, read({"age": 41, "income": None}).digest)
        # A default dict makes an entry of every key that it is asked for.
        counted = collections.defaultdict(list, a=[1])
        self.assertEqual((read(counted).digest, dict(counted)), (read({"a": [1]}).digest, {"a": [1]}))

    def test_names_of_nested_values(self):
        self.assertEqual(read([{"age": 1, "tags": ["x", "y"]}]).names, ["[0].age", "[0].tags[0]", "[0].tags[1]"])
        self.assertIsNone(read([[1, 2], [3, 4]]).names)
        self.assertEqual(read(datetime.datetime(2024, 2, 29, 12, 30)).values, ["2024-02-29T12:30:00"])
        self.assertEqual(read([2**60, float("inf"), -0.0]).values, [2**60, "Infinity", -0.0])
        self.assertEqual(traced(lambda: lockstep.stage("wide", [2**60, 2**53]))[0]["values"], [str(2**60), 2**53])


class Laws(unittest.TestCase):
    def drawn(self, random, depth=0):
        plain = [lambda: None, lambda: random.random() * 10 ** random.randint(-300, 300), lambda: random.randint(-(2**70), 2**70), lambda: random.random() < 0.5,
                 lambda: float(random.choice(["nan", "inf", "-inf", "-0.0"])), lambda: "".join(chr(random.choice([65, 228, 0x1F600, 0xD800, 0])) for _ in range(3)), lambda: bytes(random.randrange(256) for _ in range(2))]
        nested = [lambda: [self.drawn(random, depth + 1) for _ in range(random.randrange(4))], lambda: {random.choice("abcdefgh"): self.drawn(random, depth + 1) for _ in range(random.randrange(4))},
                  lambda: array.array(random.choice("bBhHiIqQ"), [random.randrange(100) for _ in range(random.randrange(4))])]
        return random.choice(plain + nested if depth < 4 else plain)()

    def test_a_copy_has_the_same_digest_and_a_changed_one_another(self):
        import copy
        import random

        def turned(value):
            if isinstance(value, dict):
                return {key: turned(value[key]) for key in reversed(list(value))}
            return [turned(item) for item in value] if isinstance(value, list) else value

        for seed in range(500):
            value = self.drawn(random.Random(seed))
            with self.subTest(seed=seed):
                seen = read(value)
                self.assertEqual(len(seen.digest), 64)
                self.assertEqual(read(copy.deepcopy(value)).digest, seen.digest)
                self.assertEqual((read(turned(value)).digest, read(turned(value)).values), (seen.digest, seen.values))
                self.assertNotEqual(read([value]).digest, seen.digest)
                self.assertNotEqual(read([value, None]).digest, read([value]).digest)
                self.assertEqual(len(seen.names or seen.values), len(seen.values))
                told = traced(lambda: lockstep.stage("x", value))[0]
                self.assertEqual((told["digest"], len(told["values"])), (seen.digest, len(seen.values)))


class LeftAlone(unittest.TestCase):
    def test_one_shot_things_are_not_used_up(self):
        async def coroutine():
            return 1

        waiting = coroutine()
        for value in ((x for x in [1, 2]), iter([1, 2]), map(int, "12"), zip([1], [2]), open(os.devnull), waiting):
            seen = read(value)
            self.assertIsNone(seen.digest)
            self.assertIn("would use it up", seen.note)
            if hasattr(value, "__next__") and not hasattr(value, "read"):
                self.assertGreater(len(list(value)), 0)
            if hasattr(value, "close"):
                value.close()

    def test_unknown_objects_are_not_touched(self):
        class Lazy:
            touched = 0

            def __getattr__(self, name):
                Lazy.touched += 1
                raise RuntimeError

            def __array__(self):
                Lazy.touched += 1

            def __len__(self):
                Lazy.touched += 1
                return 1

        self.assertIn("not known to be readable without a side effect", read(Lazy()).note)
        self.assertIn("not known", read([1, Lazy()]).note)
        self.assertEqual(Lazy.touched, 0)

    def test_endless_and_huge_things(self):
        ring = []
        ring.append(ring)
        self.assertIn("nested deeper", read(ring).note)
        self.assertIn("more than", read(range(10**12)).note)
        wide = read(array.array("d", [1.0]) * 10_000)
        self.assertEqual((wide.values, wide.note), (None, "more than 5000 values"))
        self.assertEqual(len(wide.digest), 64)


class Tap(unittest.TestCase):
    def test_without_a_trace_it_reads_nothing_and_gives_the_same_object(self):
        numbers = iter([1, 2])
        self.assertIs(lockstep.stage("raw", numbers), numbers)
        self.assertIsNone(lockstep.stage("nothing", None))
        self.assertEqual(list(numbers), [1, 2])

    def test_what_a_request_showed(self):
        held = [1.0, 2.0]

        def handler():
            self.assertIs(lockstep.stage("scaled", held), held)
            held[0] = 99.0
            lockstep.stage("scaled", held)
            lockstep.stage("empty", None)

        seen = traced(handler)
        self.assertEqual([(each["name"], each["index"], each["values"]) for each in seen], [("scaled", 0, [1.0, 2.0]), ("scaled", 1, [99.0, 2.0]), ("empty", 2, [None])])
        self.assertEqual(seen[0]["digest"], hashlib.sha256(canonical.bytes_of([1.0, 2.0])).hexdigest())

    def test_as_a_decorator_of_functions_and_coroutines(self):
        @lockstep.stage("double")
        def double(value):
            return value * 2

        @lockstep.stage("later")
        async def later(value):
            return value + 1

        self.assertEqual(double(2), 4)
        seen = traced(lambda: (double(3), asyncio.run(later(1))))
        self.assertEqual([(each["name"], each["values"]) for each in seen], [("double", [6]), ("later", [2])])
        self.assertEqual(double.__name__, "double")

    def test_threads_carry_the_trace_only_with_stage_context(self):
        with ThreadPoolExecutor(4) as pool:

            def handler():
                pool.submit(lockstep.stage, "lost", 1).result()
                list(pool.map(lockstep.stage_context(lambda n: lockstep.stage("kept", n)), range(50)))

            seen = traced(handler)
            self.assertEqual(sorted(each["values"][0] for each in seen), list(range(50)))
            self.assertEqual({each["name"] for each in seen}, {"kept"})
            self.assertEqual([each["index"] for each in seen], list(range(50)))
            self.assertIsNone(pool.submit(stages._current.get).result())

    def test_asyncio_tasks_carry_it(self):
        async def handler():
            await asyncio.gather(*(asyncio.to_thread(lockstep.stage, "row", n) for n in range(5)))

        self.assertEqual(len(traced(lambda: asyncio.run(handler()))), 5)

    def test_the_header_stays_small_and_says_what_is_missing(self):
        import random

        drawn = random.Random(1)

        def handler():
            lockstep.stage("small", [1.5])
            lockstep.stage("large", [drawn.random() for _ in range(4000)])
            for _ in range(900):
                lockstep.stage("row", [drawn.random()])

        trace, opened = stages.open_trace("a" * 64)
        handler()
        stages.close_trace(opened)
        header = trace.header()
        self.assertLess(len(header), 12_001)
        seen = unpacked(header)["stages"]
        self.assertEqual(seen[0]["values"], [1.5])
        self.assertIsNone(seen[1]["values"])
        self.assertEqual(len(seen[1]["digest"]), 64)
        self.assertIn("did not fit", seen[1]["note"])
        self.assertRegex(seen[-1]["note"], r"^%d more stages did not fit$" % (902 - len(seen)))

    def test_what_would_unpack_to_very_much_is_left_out_too(self):
        trace, opened = stages.open_trace("x")
        for _ in range(200):
            lockstep.stage("zeros", [0.0] * 4000)
        stages.close_trace(opened)
        self.assertLess(len(zlib.decompress(base64.b64decode(trace.header()))), 2**20 + 1)
        self.assertEqual(unpacked(trace.header())["stages"][-1]["index"], 199)

    def test_reading_takes_no_more_than_its_time(self):
        trace = stages.Trace("x")
        trace.add("before", [1])
        trace._spent_s = 60.0
        trace.add("after", [1])
        self.assertEqual([(each["values"], each["note"]) for each in unpacked(trace.header())["stages"]], [([1], None), (None, "not read: the tap has taken 5 s of this request already")])

    def test_a_broken_tap_gives_the_value_all_the_same(self):
        kept = reading.known

        def broken(value):
            raise MemoryError

        trace, opened = stages.open_trace("x")
        adding = stages.Trace.add
        try:
            reading.known = broken
            self.assertEqual(lockstep.stage("a", 1), 1)
            stages.Trace.add = lambda *given: 1 / 0
            self.assertEqual(lockstep.stage("b", 2), 2)
        finally:
            reading.known, stages.Trace.add = kept, adding
            stages.close_trace(opened)
        self.assertEqual([(each["name"], each["note"]) for each in unpacked(trace.header())["stages"]], [("a", "could not be read: MemoryError")])

    def test_an_untraced_stage_costs_next_to_nothing(self):
        def each(value, many=20_000):
            return min(timeit.repeat(lambda: lockstep.stage("scaled", value), number=many, repeat=7)) / many

        wide = [float(n) for n in range(100_000)]
        bare = min(timeit.repeat(lambda: wide, number=20_000, repeat=7)) / 20_000
        narrow, broad = each([1.0]), each(wide)
        print("an untraced stage: %.0f ns, an empty call %.0f ns" % (broad * 1e9, bare * 1e9))
        # Reading a hundred thousand numbers takes tens of milliseconds; not reading them takes as long as not reading one.
        self.assertLess(broad, 20 * narrow)


@unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed here")
class Numpy(unittest.TestCase):
    def test_arrays_have_the_digest_of_the_spec(self):
        import numpy as np

        cases = {case["case"]: case["digest"] for case in load_spec()[1]}
        row = np.array([[0.1, -2.5, np.nan]])
        for name, value in {
            "one row of float64": row,
            "the same values as another shape": row[0],
            "the same values as float32": row.astype(">f4"),
            "float16 with infinities": np.array([np.inf, -np.inf, 1 / 3], dtype="f2"),
            "int8": np.asfortranarray([[-128, -1], [0, 127]], dtype="i1"),
            "uint64 at its end": np.array([2**64 - 1], dtype="u8"),
            "truth values": np.array([True, False, True]),
            "an array without dimensions": np.float32(1.5),
            "a float of Python is a float64 without dimensions": np.float64(0.1),
            "an empty array": np.zeros((0, 4), dtype=int),
            "texts in an array": np.array(["a", "bc"]),
            "an array of objects": np.array([1, None, "x"], dtype=object),
        }.items():
            self.assertEqual(read(value).digest, cases[name], name)
        self.assertEqual(read(np.float32(0.1)).values, [0.10000000149011612])

    def test_the_array_is_snapshotted_and_left_as_it_was(self):
        import numpy as np

        values = np.array([-np.nan, 1.0])
        before = values.tobytes()
        values.setflags(write=False)
        self.assertEqual(read(values).digest, read(np.array([np.nan, 1.0])).digest)
        self.assertEqual(values.tobytes(), before)
        held = np.ones(3)

        def handler():
            lockstep.stage("x", held)
            held[:] = 0

        self.assertEqual(traced(handler)[0]["values"], [1.0, 1.0, 1.0])

    def test_what_has_no_portable_bytes_is_not_read(self):
        import numpy as np

        self.assertIn("no portable bytes", read(np.longdouble(1)).note)
        self.assertEqual(read(np.ma.array([1, 2], mask=[False, True])).values, [1, None])
        self.assertEqual(read(np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")])).names, ["a", "b"])
        self.assertEqual(read(np.array(["2024-02-29", "NaT"], dtype="M8[D]")).values, ["2024-02-29", "NaT"])


@unittest.skipUnless(importlib.util.find_spec("pandas"), "pandas is not installed here")
class Pandas(unittest.TestCase):
    def test_frames_have_the_digest_of_the_spec(self):
        import pandas as pd

        cases = {case["case"]: case["digest"] for case in load_spec()[1]}
        frame = pd.DataFrame({"age": [41, 17], "income": [1200.5, None]}, index=["a", "b"])
        self.assertEqual(read(frame).digest, cases["a frame of two types"])
        self.assertEqual(read(frame[["income", "age"]]).digest, cases["the same frame with its columns exchanged"])
        self.assertEqual((read(frame).names, read(frame).values), (["age", "income"], [41, 1200.5, 17, "NaN"]))
        self.assertEqual(read(pd.Series([1.0, 2.0], index=["age", "income"])).digest, cases["a series whose labels name its values"])
        sizes = pd.DataFrame({"size": pd.Categorical(["large", None, "small"], categories=["small", "large"])})
        self.assertEqual(read(sizes).digest, cases["a categorical column"])
        self.assertEqual(read(pd.Series([1, None], dtype="Int64")).digest, cases["integers with a missing one"])
        self.assertEqual(read(pd.Timestamp("2024-02-29T12:30:00")).digest, cases["a moment"])
        self.assertEqual((read(pd.NA).digest, read(pd.NaT).digest), (cases["nothing"],) * 2)


@unittest.skipUnless(importlib.util.find_spec("scipy"), "scipy is not installed here")
class Scipy(unittest.TestCase):
    def test_a_sparse_matrix_is_read_untidied(self):
        import numpy as np
        from scipy import sparse

        untidy = sparse.csr_matrix((np.array([1.0, 0.5, 0.0, -1.0]), np.array([2, 2, 0, 0]), np.array([0, 3, 4])), shape=(2, 3))
        cases = {case["case"]: case["digest"] for case in load_spec()[1]}
        self.assertEqual(read(untidy).digest, cases["a sparse matrix"])
        self.assertEqual(read(untidy.tocoo()).digest, cases["a sparse matrix"])
        self.assertEqual(untidy.nnz, 4)
        self.assertEqual(read(untidy).names, ["[0, 2]", "[1, 0]"])


@unittest.skipUnless(importlib.util.find_spec("polars") and importlib.util.find_spec("pyarrow"), "polars or pyarrow is not installed here")
class Columnar(unittest.TestCase):
    def test_a_frame_in_memory_is_read_and_a_plan_is_not(self):
        import polars as pl
        import pyarrow as pa

        cases = {case["case"]: case["digest"] for case in load_spec()[1]}
        frame = pl.DataFrame({"age": [41, 17], "income": [1200.5, float("nan")]})
        self.assertEqual(read(frame).digest, cases["a frame of two types"])
        self.assertEqual(read(frame.to_arrow()).digest, cases["a frame of two types"])
        runs = []
        plan = frame.lazy().map_batches(lambda batch: runs.append(1) or batch)
        self.assertIn("reading it would run its plan", read(plan).note)
        reader = pa.RecordBatchReader.from_batches(frame.to_arrow().schema, frame.to_arrow().to_batches())
        self.assertIsNone(read(reader).digest)
        self.assertEqual((runs, reader.read_all().num_rows), ([], 2))


class NothingIsImported(unittest.TestCase):
    def test_reading_imports_no_library(self):
        import subprocess

        code = "import sys; from lockstep.reading import read; import array, datetime\n" \
               "for v in (1, 'a', [1.0], {'a': None}, array.array('f', [1]), datetime.date(2024, 1, 1), object(), iter([])): read(v)\n" \
               "print(sorted({'numpy', 'pandas', 'torch', 'polars', 'scipy', 'pyarrow', 'tensorflow'} & set(sys.modules)))"
        said = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.path.join(here, "..", "src")}, capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout.strip(), "[]")

    def test_many_threads_add_to_one_trace(self):
        trace = stages.Trace("x")
        workers = [threading.Thread(target=lambda: [trace.add("s", n) for n in range(20)]) for _ in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual([each["index"] for each in unpacked(trace.header())["stages"]], list(range(160)))


if __name__ == "__main__":
    unittest.main()
