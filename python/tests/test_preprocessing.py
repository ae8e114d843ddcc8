"""Packed preprocessing: one digest for what it does, the same rows in and out, and files that are checked before they are run."""

import functools
import importlib.util
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

here = os.path.dirname(os.path.abspath(__file__))
source = os.path.join(here, "..", "src")
sys.path.insert(0, source)

import lockstep  # noqa: E402
from lockstep import preprocessing, probe  # noqa: E402
from lockstep.transform_digest import transform_digest  # noqa: E402

rate = 2.0


def scale(row):
    return [row["age"] * rate, math.log1p(row["income"] or 0.0)]


class Scaler:
    def __init__(self, mean, names=None):
        self.mean, self.names = mean, names

    def transform(self, rows):
        return [[value - mean for value, mean in zip(row, self.mean)] for row in rows]


class Slotted:
    __slots__ = ("limit",)

    def __init__(self, limit):
        self.limit = limit

    def __call__(self, row):
        return {"age": min(row["age"], self.limit)}


def run(folder, code, name="main.py"):
    """Runs a program file in a process of its own."""
    path = Path(folder) / name
    path.write_text(textwrap.dedent(code))
    said = subprocess.run([sys.executable, str(path)], cwd=folder, env={**os.environ, "PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True)
    return said.stdout + said.stderr


class Fresh(unittest.TestCase):
    def setUp(self):
        preprocessing._packed.clear()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name


class Digest(Fresh):
    def test_it_changes_with_source_constants_defaults_closures_and_state(self):
        def made(body, rate=2.0):
            space = {"__name__": "preparation", "rate": rate}
            path = Path(self.folder) / ("m%d.py" % len(list(Path(self.folder).iterdir())))
            path.write_text(body)
            sys.modules["preparation"] = type(sys)("preparation")
            sys.modules["preparation"].__file__ = str(path)
            exec(compile(body, str(path), "exec"), space)
            self.addCleanup(sys.modules.pop, "preparation", None)
            return transform_digest(space["f"])

        plain = made("def f(row):\n    return row['a'] * rate\n")
        self.assertEqual(plain.how, "source and state")
        self.assertEqual(plain, made("def f(row):   \n    return row['a'] * rate\n"))
        others = [made("def f(row):\n    return row['a'] * rate\n", rate=3.0), made("def f(row):\n    return row['a'] + rate\n"), made("def f(row, by=1):\n    return row['a'] * rate\n"),
                  made("def g(x):\n    return x\ndef f(row):\n    return g(row['a']) * rate\n"), made("def g(x):\n    return -x\ndef f(row):\n    return g(row['a']) * rate\n")]
        self.assertEqual(len({each.digest for each in [plain, *others]}), 6)

        def closing(limit):
            return lambda row: min(row["a"], limit)

        self.assertNotEqual(transform_digest(closing(1)), transform_digest(closing(2)))
        self.assertEqual(transform_digest(closing(1)), transform_digest(closing(1)))
        self.assertNotEqual(transform_digest(Scaler([1.0])), transform_digest(Scaler([1.0 + 2**-52])))
        self.assertEqual(transform_digest(Scaler([1.0])), transform_digest(pickle.loads(pickle.dumps(Scaler([1.0])))))
        self.assertNotEqual(transform_digest(Slotted(1)), transform_digest(Slotted(2)))
        self.assertNotEqual(transform_digest(functools.partial(max, 1)), transform_digest(functools.partial(max, 2)))

    def test_sharing_and_cycles_do_not_matter(self):
        names = ["a", "b"]
        self.assertEqual(transform_digest(Scaler(names, names)), transform_digest(Scaler(["a", "b"], ["a", "b"])))
        ring = Scaler([1.0])
        ring.names = ring
        self.assertEqual(len(transform_digest(ring).digest), 71)

    def test_without_source_it_says_so(self):
        space = {"__name__": "__main__"}
        exec("def f(row): return row", space)
        self.assertEqual(transform_digest(space["f"]).how, "bytecode and state")

    def test_the_fingerprint_carries_it_and_what_was_learned_since(self):
        held = Scaler([1.0])
        packed = lockstep.pack_preprocessing(held, name="scale", inputs={"age": float})
        field = probe.fingerprint()["fields"]["preprocessing.digest:scale"]
        self.assertEqual(field, {"value": packed.digest, "scope": "process", "how": "lockstep.pack_preprocessing, over source and state"})
        held.mean[0] = 2.0
        self.assertNotEqual(probe.fingerprint()["fields"]["preprocessing.digest:scale"]["value"], packed.digest)


class Rows(Fresh):
    def test_a_function_over_one_row_and_many(self):
        packed = lockstep.pack_preprocessing(scale, inputs=[{"age": 41, "income": 1200.5}, {"age": 17, "income": None}], outputs=["age", "income"])
        self.assertEqual(packed.inputs, [{"name": "age", "dtype": "int64"}, {"name": "income", "dtype": "float64"}])
        self.assertEqual(packed({"income": None, "age": 2, "key": "ignored"}), [4.0, 0.0])
        self.assertEqual(packed([{"age": 1, "income": 0}, {"age": 2, "income": 0}]), [[2.0, 0.0], [4.0, 0.0]])
        told = packed.answer([{"age": 1, "income": 0}])
        self.assertEqual(told, {"name": "preprocessing", "digest": packed.digest, "outputs": [[2.0, 0.0]], "names": ["age", "income"], "dtype": "float64", "shape": [1, 2]})
        with self.assertRaisesRegex(ValueError, "row 0 has no 'income'; expected age, income"):
            packed({"age": 1})

    def test_dicts_and_odd_numbers(self):
        packed = lockstep.pack_preprocessing(lambda row: {"b": float("nan"), "a": None, "c": row["x"]}, inputs={"x": int})
        told = packed.answer([{"x": 2**60}])
        self.assertEqual((told["outputs"], told["names"]), ([{"a": None, "b": "NaN", "c": 2**60}], ["a", "b", "c"]))

    def test_an_object_takes_rows_in_the_order_of_the_schema(self):
        packed = lockstep.pack_preprocessing(Scaler([1.0, 10.0]), inputs={"age": float, "income": float})
        self.assertEqual(packed([{"income": 30.0, "age": 3.0}]), [[2.0, 20.0]])

    def test_what_is_no_transform(self):
        with self.assertRaisesRegex(TypeError, "can neither be called nor has it a method transform"):
            lockstep.pack_preprocessing(3)
        with self.assertRaisesRegex(ValueError, "takes is one of row, rows, frame, array, not 'table'"):
            lockstep.pack_preprocessing(scale, takes="table")
        with self.assertRaisesRegex(TypeError, "inputs is {feature: type} or a list of example rows"):
            lockstep.pack_preprocessing(scale, inputs="age")
        with self.assertRaisesRegex(ValueError, "made 1 rows out of 2"):
            lockstep.pack_preprocessing(lambda rows: rows[:1], takes="rows")([{"a": 1}, {"a": 2}])


class Files(Fresh):
    def test_an_object_is_pickled_and_checked_before_it_is_loaded(self):
        packed = lockstep.pack_preprocessing(Scaler([1.0]), name="scale", inputs={"age": float})
        folder = packed.save(Path(self.folder) / "deep" / "packed")
        manifest = json.loads((folder / "lockstep-preprocessing.json").read_text())
        self.assertEqual((manifest["digest"], manifest["file"]["format"], manifest["takes"]), (packed.digest, "pickle", "array"))
        again = lockstep.load_preprocessing(folder, digest=packed.digest)
        self.assertEqual((again([{"age": 3.0}]), again.digest), ([[2.0]], packed.digest))
        with self.assertRaisesRegex(ValueError, "is sha256:.*, not sha256:0"):
            lockstep.load_preprocessing(folder, digest="sha256:0")

        class Trap:
            def __reduce__(self):
                return os.mkdir, (str(folder / "sprung"),)

        (folder / "preprocessing.pickle").write_bytes(pickle.dumps(Trap()))
        with self.assertRaisesRegex(ValueError, "is not the file that was saved"):
            lockstep.load_preprocessing(folder)
        self.assertFalse((folder / "sprung").exists())

    def test_a_function_of_the_program_is_saved_as_source(self):
        said = run(self.folder, """
            import math
            from statistics import mean as average
            import lockstep
            rate = 2.5
            table = {"small": 1, "large": 2}

            def code(word):
                return table.get(word, -1)

            def prepare(row):
                return [average([row["age"], 1]) * rate, code(row["size"]), math.pi]

            packed = lockstep.pack_preprocessing(prepare, name="p", inputs={"age": int, "size": str})
            packed.save("packed")
            print(packed.digest, packed({"age": 3, "size": "large"}))
        """)
        text = (Path(self.folder) / "packed" / "preprocessing.py").read_text()
        self.assertIn("def code(word):", text)
        self.assertIn("rate = 2.5", text)
        again = run(self.folder, """
            import warnings; warnings.simplefilter("error")
            import lockstep
            packed = lockstep.load_preprocessing("packed")
            print(packed.digest, packed({"age": 3, "size": "large"}))
        """, "other.py")
        self.assertEqual(again, said)

    def test_what_another_process_could_not_load_is_refused(self):
        said = run(self.folder, """
            import lockstep
            class Mine:
                def transform(self, rows): return rows
            def closing(n):
                def inner(row): return n
                return inner
            handle = open(__file__)
            def uses(row): return handle.read()
            for transform in (Mine(), closing(1), lambda row: row, uses):
                try: lockstep.pack_preprocessing(transform, name="x").save("packed")
                except TypeError as refused: print(refused)
        """).splitlines()
        self.assertEqual(len(said), 4, said)
        self.assertIn("defined in the program itself (__main__)", said[0])
        self.assertIn("inner cannot be saved as source", said[1])
        self.assertIn("give it a def of its own", said[2])
        self.assertIn("uses uses handle, a TextIOWrapper, which source cannot say", said[3])
        self.assertFalse((Path(self.folder) / "packed").exists())


@unittest.skipUnless(importlib.util.find_spec("sklearn") and importlib.util.find_spec("pandas"), "scikit-learn is not installed here")
class Sklearn(Fresh):
    def fitted(self):
        import pandas as pd
        from sklearn.compose import ColumnTransformer
        from sklearn.impute import SimpleImputer
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, StandardScaler

        rows = pd.DataFrame({"age": [41.0, 17.0, None, 60.0], "income": [1.0, 2.0, 3.0, 9.0], "size": ["s", "l", "s", "m"]})
        return ColumnTransformer([
            ("age", make_pipeline(SimpleImputer(), StandardScaler()), ["age"]),
            ("income", KBinsDiscretizer(2, encode="ordinal", strategy="uniform", subsample=None), ["income"]),
            ("size", OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["size"]),
        ]).fit(rows)

    def test_a_fitted_pipeline_is_packed_saved_and_loaded(self):
        packed = lockstep.pack_preprocessing(self.fitted(), name="prepare")
        self.assertEqual((packed.takes, [each["name"] for each in packed.inputs], packed.digest_how), ("frame", ["age", "income", "size"], "source and state"))
        row = {"size": "m", "income": 9.0, "age": None}
        told = packed.answer([row, dict(row, size="unseen")])
        self.assertEqual((told["dtype"], told["shape"]), ("float64", [2, 5]))
        self.assertEqual(told["names"], ["age__age", "income__income", "size__size_l", "size__size_m", "size__size_s"])
        self.assertEqual((told["outputs"][0][1:], told["outputs"][1][2:]), ([1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0]))
        again = lockstep.load_preprocessing(packed.save(self.folder))
        self.assertEqual((again.digest, again.answer([row])["outputs"]), (packed.digest, [told["outputs"][0]]))
        self.assertEqual(packed.digest, transform_digest(self.fitted()).digest)

    def test_a_learned_number_that_moves_one_bit_is_another_digest(self):
        import numpy as np

        one, other = self.fitted(), self.fitted()
        scaler = other.named_transformers_["age"][-1]
        scaler.mean_ = np.nextafter(scaler.mean_, np.inf)
        self.assertNotEqual(transform_digest(one).digest, transform_digest(other).digest)

    def test_a_tree_and_a_sparse_result(self):
        from sklearn.ensemble import RandomTreesEmbedding

        made = [RandomTreesEmbedding(n_estimators=3, random_state=seed).fit([[0.0], [1.0], [2.0]]) for seed in (1, 1, 2)]
        digests = [transform_digest(each) for each in made]
        self.assertEqual((digests[0], digests[0].how), (digests[1], "source and state"))
        self.assertNotEqual(digests[0].digest, digests[2].digest)
        packed = lockstep.pack_preprocessing(made[0], inputs={"x": float})
        self.assertEqual(sum(packed([{"x": 1.0}])[0]), 3.0)


if __name__ == "__main__":
    unittest.main()
