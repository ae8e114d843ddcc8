"""Whatever is broken, a fingerprint is given, and what could not be read is named with a reason."""

import builtins
import json
import os
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

from test_probe_contract import SOURCE, run

from lockstep import probe


class Hostile:
    """Refuses everything that can be asked of it."""

    def __getattr__(self, name):
        raise RuntimeError("hostile: " + name)

    def _refuse(self, *arguments):
        raise RuntimeError("hostile")

    __iter__ = __str__ = __repr__ = __len__ = __bool__ = __hash__ = __eq__ = _refuse


class Exits:
    """An object whose attributes end the program."""

    def __getattr__(self, name):
        raise SystemExit(3)


def whole(case, found):
    """Holds a fingerprint against its form, and that it can be written as JSON."""
    text = json.dumps(found)
    json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
    case.assertEqual(found["lockstep"], "fingerprint")
    for reason in found["unread"].values():
        case.assertIs(type(reason), str)
        case.assertNotIn("\n", reason)
        case.assertGreater(len(reason), 0)
    return found


class Broken(unittest.TestCase):
    def test_each_reader_may_break_and_the_others_still_read(self):
        for position, (reader, kinds) in enumerate(probe.READERS):
            def breaks(reading, given):
                raise OSError(5, "broken on purpose\nin two lines")

            readers = list(probe.READERS)
            readers[position] = (breaks, kinds)
            with mock.patch.object(probe, "READERS", tuple(readers)):
                found = whole(self, probe.fingerprint())
            for kind in kinds:
                self.assertIn("broken on purpose", found["unread"].get(kind, ""), (position, kind))
            self.assertGreater(len(found["fields"]), 60)

    def test_each_argument_may_be_hostile(self):
        names = ("model_files", "preprocessing_files", "schema", "decision", "callables", "models", "sessions", "env_allow", "extra", "lock_files", "mapped_limit", "verify", "canaries", "method")
        for name in names:
            for thing in (Hostile(), 5, object(), [None], {"a": Hostile()}, [Hostile()], {1: 2, "b": 3}):
                try:
                    found = probe.fingerprint(**{name: thing})
                except BaseException as problem:
                    self.fail("%s=%s raised %s" % (name, type(thing).__name__, type(problem).__name__))
                whole(self, found)
                self.assertIn("python.version", found["fields"])

    def test_one_hostile_model_does_not_hide_the_next(self):
        class Good:
            training = True

        found = probe.fingerprint(models={"a": Hostile(), "b": Exits(), "c": Good()})
        self.assertEqual(found["fields"]["model.mode:c"]["value"], "training")
        self.assertIn("hostile", found["unread"]["model.mode:a"])
        self.assertIn("SystemExit", found["unread"]["model.mode:b"])

    def test_hostile_objects_among_the_modules(self):
        names = ("numpy", "torch", "tensorflow", "pandas", "sklearn", "jax", "onnxruntime", "cv2", "site", "ctypes", "multiprocessing.context", "sklearnex",
                 "tensorflow.python.framework.config", "keras", "keras.src.backend.config", "jax._src.config", "numpy._core._multiarray_umath", "pandas._config.config", "numexpr.utils", "decimal")
        for thing in (Hostile(), Exits(), None, 5):
            with mock.patch.dict(sys.modules, {name: thing for name in names}):
                try:
                    found = probe.fingerprint()
                except BaseException as problem:
                    self.fail("%s raised %s" % (type(thing).__name__, type(problem).__name__))
            whole(self, found)
            self.assertIn("canary.libm", found["fields"])
            if isinstance(thing, Hostile):
                self.assertEqual(found["unread"]["canary.numpy"], "sys.modules['numpy'] is a Hostile, not a module")

    def test_a_module_named_numpy_that_is_not_numpy(self):
        fake = types.ModuleType("numpy")
        with mock.patch.dict(sys.modules, {"numpy": fake}):
            self.assertEqual(probe.fingerprint()["unread"]["canary.numpy"], "the module named numpy in memory is not numpy")
        fake.__version__, fake.ndarray, fake.arange = "9.9", type("ndarray", (), {}), lambda *a, **k: 1 / 0
        with mock.patch.dict(sys.modules, {"numpy": fake}):
            found = whole(self, probe.fingerprint())
            self.assertIn("canary.numpy", found["unread"])

    def test_switches_that_raise_are_told_one_by_one(self):
        torch = types.ModuleType("torch")
        torch.get_float32_matmul_precision = lambda: "high"
        torch.are_deterministic_algorithms_enabled = lambda: 1 / 0
        torch.get_default_dtype = lambda: "torch.float32"
        torch.get_num_threads = lambda: 3
        torch.backends = types.SimpleNamespace(cuda=types.SimpleNamespace(matmul=types.SimpleNamespace(allow_tf32=True)), cudnn=Hostile())
        with mock.patch.dict(sys.modules, {"torch": torch}):
            found = whole(self, probe.fingerprint())
        self.assertEqual(found["fields"]["framework.switch:torch.float32_matmul_precision"]["value"], "high")
        self.assertEqual(found["fields"]["framework.switch:torch.default_dtype"]["value"], "float32")
        self.assertEqual(found["fields"]["framework.switch:torch.cuda.matmul.allow_tf32"]["value"], True)
        self.assertEqual(found["fields"]["threads.count:torch"]["value"], 3)
        self.assertIn("ZeroDivisionError", found["unread"]["framework.switch:torch.deterministic_algorithms_enabled"])
        self.assertIn("hostile", found["unread"]["framework.switch:torch.cudnn.benchmark"])

    def test_no_proc_sys_or_etc(self):
        really = builtins.open

        def refuses(path, *arguments, **named):
            if isinstance(path, str) and path.startswith(("/proc", "/sys", "/etc", "/usr/lib/os-release", "/usr/share/zoneinfo")):
                raise PermissionError(13, "Permission denied", path)
            return really(path, *arguments, **named)

        with mock.patch.object(builtins, "open", refuses):
            found = whole(self, probe.fingerprint())
        for kind in ("native.library", "cpu.model", "os.release", "cpu.quota", "memory.limit", "server.uptime", "server.workers", "memory.resident"):
            self.assertIn(kind, found["unread"])
            self.assertNotIn(kind, found["fields"])
        self.assertIn("python.version", found["fields"])

    def test_broken_metadata(self):
        with tempfile.TemporaryDirectory() as folder:
            def dist(name, **files):
                info = Path(folder) / name
                info.mkdir()
                for file, content in files.items():
                    (info / file.replace("_", ".") if file == "direct_url_json" else info / file).write_bytes(content)

            dist("empty-1.0.dist-info")
            dist("binary-1.0.dist-info", METADATA=b"\xff\xfe\x00\x01" * 50, RECORD=b"\xff\xff,\xfe\n,,\n", WHEEL=b"\xff")
            dist("nameless-1.0.dist-info", METADATA=b"Version: 1.0\n")
            dist("versionless-1.0.dist-info", METADATA=b"Name: versionless\n")
            dist("origin-1.0.dist-info", METADATA=b"Name: origin\nVersion: 1.0\n")
            (Path(folder) / "origin-1.0.dist-info" / "direct_url.json").write_bytes(b"{broken")
            dist("twice-1.0.dist-info", METADATA=b"Name: twice\nVersion: 1.0\n")
            dist("twice-2.0.dist-info", METADATA=b"Name: Twice\nVersion: 2.0\n")
            (Path(folder) / "file-1.0.dist-info").write_bytes(b"a file, no folder")
            (Path(folder) / "loop-1.0.dist-info").symlink_to("loop-1.0.dist-info")
            (Path(folder) / "~removed-1.0.dist-info").mkdir()
            with mock.patch.object(sys, "path", [folder, None, 5, "/no/such/place", "", Hostile(), *sys.path]):
                found = whole(self, probe.fingerprint(verify=True))
        self.assertTrue(found["unread"]["package.version:empty"].startswith("it has no METADATA file"))
        self.assertIn("no name", found["unread"]["package.version:nameless"])
        self.assertIn("no version", found["unread"]["package.version:versionless"])
        self.assertIn("JSONDecodeError", found["unread"]["package.origin:origin"])
        self.assertEqual(found["fields"]["package.version:twice"]["value"], ["1.0", "2.0"])
        self.assertEqual(found["fields"]["package.version:origin"]["value"], "1.0")
        self.assertEqual(found["unread"]["package.integrity:origin"], "it has no RECORD file")
        self.assertFalse([field for field in (*found["fields"], *found["unread"]) if "removed" in field])

    @unittest.skipUnless(sys.platform.startswith("linux"), "bytes as names of variables and folders")
    def test_an_environment_that_is_no_utf8_and_a_path_to_nowhere(self):
        env = dict(os.environ)
        raw = {os.fsencode(name): os.fsencode(value) for name, value in env.items() if name != "PYTHONPATH"}
        raw.update({b"PYTHONPATH": SOURCE.encode() + b":/no/\xff/where:/nowhere", b"OMP_NUM_THREADS": b"\xff\xfe", b"B\xff": b"\xff", b"LD_LIBRARY_PATH": b"/\xff", b"TZ": b"\xff",
                    b"LOCKSTEP_SALT": b"\xff", b"PYTHONHASHSEED": b"0", b"POD_NAME": b"\xff", b"LC_ALL": b"\xff"})
        code = "import json; from lockstep import probe; print(json.dumps(probe.fingerprint(env_allow=['B*', '\\udcff'])))"
        done = subprocess.run([sys.executable, "-c", code], env=raw, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = whole(self, json.loads(done.stdout))
        self.assertRegex(found["fields"]["threads.variable:OMP_NUM_THREADS"]["value"], r"^hmac:")
        self.assertIn("/no/\\xff/where", found["fields"]["import.path"]["value"])
        self.assertRegex(found["fields"]["config.variable:B\\xff"]["value"], r"^hmac:")

    def test_a_working_directory_that_is_gone(self):
        code = "import os, json, tempfile; d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d); from lockstep import probe; print(json.dumps(probe.fingerprint()))"
        found = whole(self, json.loads(run(code)))
        self.assertIn("FileNotFoundError", found["unread"]["git.commit"])
        self.assertIn("import.path", found["fields"])

    def test_files_that_are_missing_unreadable_or_turn_in_circles(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "empty").mkdir()
            (Path(folder) / "circle").mkdir()
            (Path(folder) / "circle" / "again").symlink_to(".")
            (Path(folder) / "circle" / "a.bin").write_bytes(b"a")
            (Path(folder) / "circle" / "dangling").symlink_to("nowhere")
            found = whole(self, probe.fingerprint([os.path.join(folder, name) for name in ("missing.onnx", "empty", "circle")]))
        self.assertIn("no such file", found["unread"]["model.file:missing.onnx"])
        self.assertIn("no file in", found["unread"]["model.file:empty"])
        self.assertIn("FileNotFoundError", found["unread"]["model.file:dangling"])
        self.assertEqual([field for field in found["fields"] if field.startswith("model.file:")], ["model.file:a.bin"])

    def test_an_interrupt_is_passed_on(self):
        def interrupted(reading, given):
            raise KeyboardInterrupt

        with mock.patch.object(probe, "READERS", ((interrupted, ("os.kernel",)),)):
            self.assertRaises(KeyboardInterrupt, probe.fingerprint)


if __name__ == "__main__":
    unittest.main()
