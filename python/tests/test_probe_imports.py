"""The probe imports nothing that was not loaded, except a few small standard modules."""

import json
import sys
import unittest

from test_probe_contract import run

HEAVY = (
    "asyncio argparse ast concurrent csv ctypes dataclasses datetime decimal dis email fractions gettext http importlib.metadata inspect locale logging "
    "multiprocessing pathlib pickle platform pkgutil random shutil socket ssl sqlite3 statistics subprocess sysconfig tempfile threading tokenize typing "
    "unittest urllib.request uuid xml zipfile zoneinfo"
).split()

COMPARE = """
import json, sys
%s
before = set(sys.modules)
from lockstep import probe
found = probe.fingerprint(%s)
after = set(sys.modules)
print(json.dumps(sorted(after - before)))
"""


class Imports(unittest.TestCase):
    def news(self, loaded="", arguments=""):
        return json.loads(run(COMPARE % (loaded, arguments), args=("-S",)))  # without site: nothing is there that pth files brought

    def test_nothing_heavy_and_nothing_foreign_appears(self):
        news = self.news()
        self.assertEqual([name for name in news if name in HEAVY or name.split(".")[0] in HEAVY], [])
        standard = getattr(sys, "stdlib_module_names", None)
        if standard is not None:
            self.assertEqual([name for name in news if name.split(".")[0] not in standard and name.split(".")[0] != "lockstep"], [])
        self.assertLess(len(news), 45, news)

    def test_a_package_beside_it_that_is_not_loaded_stays_unloaded(self):
        news = self.news("import os, tempfile; folder = tempfile.mkdtemp(); [open(os.path.join(folder, n + '.py'), 'w').close() for n in ('numpy', 'torch', 'pandas')]; sys.path.insert(0, folder)")
        self.assertEqual([name for name in news if name in ("numpy", "torch", "pandas")], [])

    def test_a_lazy_module_is_not_woken(self):
        woken = """
import importlib.util, json, os, sys, tempfile
folder = tempfile.mkdtemp()
open(os.path.join(folder, "numpy.py"), "w").write("import sys; sys.modules['woken'] = sys")
sys.path.insert(0, folder)
spec = importlib.util.find_spec("numpy")
spec.loader = importlib.util.LazyLoader(spec.loader)
module = importlib.util.module_from_spec(spec)
sys.modules["numpy"] = module
spec.loader.exec_module(module)
from lockstep import probe
probe.fingerprint()
print("woken" in sys.modules)
"""
        self.assertEqual(run(woken).strip(), "False")

    def test_only_a_named_function_brings_the_parser(self):
        self.assertNotIn("inspect", self.news("import os", "callables=[]"))
        self.assertIn("inspect", self.news("import os", "callables=[os.path.join]"))

    def test_the_package_itself_brings_next_to_nothing(self):
        news = json.loads(run("import json, sys; before = set(sys.modules); import lockstep; print(json.dumps(sorted(set(sys.modules) - before)))", args=("-S",)))
        self.assertNotIn("lockstep.probe", news)
        self.assertEqual([name for name in news if name in HEAVY], [])
        self.assertLess(len(news), 8, news)


if __name__ == "__main__":
    unittest.main()
