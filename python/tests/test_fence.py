"""The fence: what is seeded, what is told, and what is put back. Most of it in processes of its own, since it changes the process."""

import importlib.util
import json
import os
import random
import subprocess
import sys
import unittest

here = os.path.dirname(os.path.abspath(__file__))
source = os.path.join(here, "..", "src")
sys.path.insert(0, source)

import lockstep  # noqa: E402
from lockstep.fence_report import FenceError, active  # noqa: E402


def run(code, **env):
    """What a new process prints as JSON."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"}
    said = subprocess.run([sys.executable, "-c", "import json, sys, lockstep\n" + code], env={**clean, "PYTHONPATH": source, **env}, capture_output=True, text=True)
    if said.returncode:
        raise AssertionError(said.stderr)
    return json.loads(said.stdout)


class Fenced(unittest.TestCase):
    def test_the_same_seed_draws_the_same(self):
        draw = "lockstep.fence(seed=7); import random; print(json.dumps(random.random()))"
        self.assertEqual(run(draw), run(draw))
        self.assertEqual(run(draw), random.Random(7).random())

    def test_the_hash_seed_is_told_as_it_is(self):
        look = "r = lockstep.fence(seed=7); print(json.dumps([r.set.get('hash'), r.could_not.get('hash')]))"
        number, why = run(look)
        self.assertIsNone(number)
        self.assertIn("PYTHONHASHSEED=7", why)
        self.assertEqual(run(look, PYTHONHASHSEED="3"), [3, None])
        self.assertEqual(run(look, PYTHONHASHSEED="0"), [0, None])
        self.assertIn("was set after the start", run("import os; os.environ['PYTHONHASHSEED'] = '7'\n" + look)[1])

    def test_a_bad_seed_is_told_and_strict_raises(self):
        state = random.getstate()
        for seed in (-1, 2**32, 1.5, "7", None, True):
            report = lockstep.fence(seed)
            self.assertIn("a seed is an integer", report.could_not["seed"])
            self.assertEqual(report.set, {})
        with self.assertRaisesRegex(FenceError, "seed: a seed is an integer from 0 to 4294967295, not -1"):
            lockstep.fence(-1, strict=True)
        self.assertEqual(random.getstate(), state)

    def test_the_fingerprint_carries_it_until_it_is_lifted(self):
        from lockstep import probe

        with lockstep.fence(11) as outer:
            with lockstep.fence(12):
                self.assertEqual(probe.fingerprint()["fields"]["seed.value:random"], {"value": 12, "scope": "process", "how": "lockstep.fence"})
            self.assertIs(active(), outer)
            self.assertEqual(probe.fingerprint()["fields"]["seed.value:random"]["value"], 11)
        self.assertNotIn("seed.value:random", probe.fingerprint()["fields"])

    def test_leaving_it_puts_everything_back(self):
        random.seed(1)
        state = random.getstate()
        before = dict(os.environ)
        with lockstep.fence(5, threads=2) as report:
            random.random()
            self.assertEqual(os.environ["OMP_NUM_THREADS"], before.get("OMP_NUM_THREADS", "2"))
            self.assertIn("set        random = 5", str(report))
        self.assertEqual(random.getstate(), state)
        self.assertEqual(dict(os.environ), before)

    def test_threads_only_when_asked_and_never_over_what_people_set(self):
        look = "import os; r = lockstep.fence(1%s); print(json.dumps([os.environ.get('OMP_NUM_THREADS'), r.could_not.get('OMP_NUM_THREADS')]))"
        self.assertEqual(run(look % "", OMP_NUM_THREADS="")[0], "")
        self.assertEqual(run(look % ", threads=3", OMP_NUM_THREADS="8"), ["8", "it is 8 already; left as it is"])

    def test_it_imports_no_library(self):
        self.assertEqual(run("lockstep.fence(1); print(json.dumps(sorted({'numpy', 'torch', 'tensorflow'} & set(sys.modules))))"), [])


LATER = """
import os, tempfile
folder = tempfile.mkdtemp(); sys.path.insert(0, folder)
open(os.path.join(folder, 'torch.py'), 'w').write(%r)
r = lockstep.fence(9)
import importlib.util
assert importlib.util.find_spec('torch').loader.get_filename('torch').endswith('torch.py')
assert importlib.util.find_spec('tensorflow_of_nobody') is None
import torch
print(json.dumps([r.set.get('torch'), r.could_not, getattr(torch, 'seeded', None), type(torch.__loader__).__name__, type(torch.__spec__.loader).__name__, r.set]))
"""

#: As much of torch as the fence touches, in a module of that name.
TORCH = """
seeded = None
class cuda:
    is_initialized = staticmethod(lambda: STARTED)
    get_rng_state_all = staticmethod(lambda: [])
    set_rng_state_all = staticmethod(lambda states: None)
    manual_seed_all = staticmethod(lambda seed: None)
STARTED = False
class backends:
    class cudnn:
        benchmark, deterministic = True, False
asked = []
def get_rng_state(): return seeded
def set_rng_state(state): global seeded; seeded = state
def manual_seed(seed): global seeded; seeded = seed
def are_deterministic_algorithms_enabled(): return False
def is_deterministic_algorithms_warn_only_enabled(): return False
def use_deterministic_algorithms(on, warn_only=False): asked.append([on, warn_only])
"""


class Later(unittest.TestCase):
    def test_a_library_that_is_imported_later_is_fenced_then(self):
        seed, could_not, seeded, loader, spec_loader, chosen = run(LATER % TORCH, PYTHONHASHSEED="0")
        self.assertEqual((seed, could_not, seeded), (9, {}, 9))
        self.assertEqual((loader, spec_loader), ("SourceFileLoader", "SourceFileLoader"))
        self.assertEqual({name: value for name, value in chosen.items() if name.startswith("torch.")}, {"torch.deterministic_algorithms": True, "torch.cudnn.benchmark": False, "torch.cudnn.deterministic": True})
        self.assertEqual(chosen["CUBLAS_WORKSPACE_CONFIG"], ":4096:8")

    def test_a_gpu_that_was_started_already_is_told(self):
        could_not = run(LATER % TORCH.replace("STARTED = False", "STARTED = True"), PYTHONHASHSEED="0")[1]
        self.assertIn("CUDA has been started already", could_not["CUBLAS_WORKSPACE_CONFIG"])

    def test_a_library_without_the_expected_names_does_not_break_its_import(self):
        seed, could_not, *_ = run(LATER % "pass", PYTHONHASHSEED="0")
        self.assertIsNone(seed)
        self.assertIn("get_rng_state", could_not["torch"])

    def test_a_library_that_fails_to_import_says_so_itself(self):
        code = LATER.replace("import torch\n", "try:\n    import torch\nexcept ZeroDivisionError as e:\n    print(json.dumps(str(e))); sys.exit(0)\n")
        self.assertEqual(run(code % "1/0"), "division by zero")


@unittest.skipUnless(importlib.util.find_spec("numpy"), "numpy is not installed here")
class Numpy(unittest.TestCase):
    def test_the_global_generator_is_seeded_before_and_after_import(self):
        early = run("import numpy; lockstep.fence(7); print(json.dumps(numpy.random.rand()))")
        late = run("r = lockstep.fence(7); import numpy; print(json.dumps(numpy.random.rand()))")
        self.assertEqual(early, late)
        self.assertEqual(late, run("import numpy; print(json.dumps(numpy.random.RandomState(7).rand()))"))

    def test_it_is_put_back(self):
        self.assertTrue(run("import numpy as np; np.random.seed(1); a = np.random.get_state()[1].tolist()\nwith lockstep.fence(7): np.random.rand()\nprint(json.dumps(a == np.random.get_state()[1].tolist()))"))

    def test_threads_of_a_blas_that_is_loaded_are_refused_or_limited(self):
        could_not, chosen = run("import numpy; r = lockstep.fence(7, threads=1); print(json.dumps([r.could_not, r.set]))")
        self.assertIn("read the thread variables when it was loaded", could_not["numpy.threads"])
        if importlib.util.find_spec("threadpoolctl"):
            limits = run("import numpy, threadpoolctl as t; a = t.threadpool_info()\nwith lockstep.fence(7, threads=1): b = t.threadpool_info()\nprint(json.dumps([[x['num_threads'] for x in i] for i in (a, b, t.threadpool_info())]))")
            self.assertEqual(set(limits[1]), {1})
            self.assertEqual(limits[0], limits[2])


if __name__ == "__main__":
    unittest.main()
