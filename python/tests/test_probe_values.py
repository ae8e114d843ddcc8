"""How single things are read and written."""

import functools
import os
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

from test_probe_contract import run

from lockstep import probe


def fields(**given):
    return probe.fingerprint(**given)["fields"]


class Names(unittest.TestCase):
    def test_names_and_versions_of_libraries(self):
        for path, expected in {
            "/x/libopenblas64_p-r0-0cf96a72.3.21.so": ("libopenblas64_p", "3.21-0cf96a72"),
            "/x/libopenblas64_p-r0-abc.3.21.so": ("libopenblas64_p", "3.21"),
            "/x/libopenblasp-r0.3.21.so": ("libopenblasp", "3.21"),
            "/x/libscipy_openblas64_-56d6093b.so": ("libscipy_openblas64_", "unversioned-56d6093b"),
            "/x/libgfortran-040039e1.so.5.0.0": ("libgfortran", "5.0.0-040039e1"),
            "/x/libgomp.so.1.0.0": ("libgomp", "1.0.0"),
            "/x/libm-2.31.so": ("libm", "2.31"),
            "/x/libm.so.6": ("libm", "6"),
            "/x/ld-linux-x86-64.so.2": ("ld-linux-x86-64", "2"),
            "/x/libstdc++.so.6.0.30": ("libstdc++", "6.0.30"),
            "/x/libpython3.11.so.1.0": ("libpython", "3.11"),
            "/x/libiomp5.so": ("libiomp5", None),
            "/x/libcublasLt.so.12": ("libcublasLt", "12"),
            "/x/_multiarray_umath.cpython-311-x86_64-linux-gnu.so": ("_multiarray_umath", None),
            "/x/lib_lightgbm.so": ("lib_lightgbm", None),
        }.items():
            self.assertEqual(probe._library_name(path), expected)

    def test_a_name_without_its_digest_or_version_is_the_same_library(self):
        self.assertEqual(len({probe._library_name("/a/libopenblas64_p-r0-%s.so" % rest)[0] for rest in ("0cf96a72.3.23.dev", "15028c96.3.21", "abcdef0.3.20")}), 1)

    def test_distributions_are_named_canonically(self):
        self.assertEqual({probe._canonical_name(name) for name in ("Foo.Bar_baz", "foo-bar-baz", "FOO--bar.baz")}, {"foo-bar-baz"})

    def test_spellings_of_one_version(self):
        self.assertEqual(probe._plain_version("v1.0.0-rc.1"), probe._plain_version("1.0.0rc1"))
        self.assertNotEqual(probe._plain_version("1.0.0"), probe._plain_version("1.0.1"))


class Numbers(unittest.TestCase):
    def test_numbers_are_written_as_javascript_does(self):
        for number, text in {0.5: "0.5", 1.0: "1", -2.5: "-2.5", 1e-05: "0.00001", 1e-07: "1e-7", 1.5e-07: "1.5e-7", 1e16: "10000000000000000", 1e21: "1e+21",
                             123456789012345680000.0: "123456789012345680000", 0.1 + 0.2: "0.30000000000000004", -0.0: "0", 5e-324: "5e-324", 1.7976931348623157e308: "1.7976931348623157e+308"}.items():
            self.assertEqual(probe._number(number), text)

    def test_values_that_json_cannot_hold(self):
        self.assertEqual([probe._value(v) for v in (float("nan"), float("inf"), -float("inf"), 2**63, 2**53, True, None)], ["NaN", "Infinity", "-Infinity", "9223372036854775808", 2**53, True, None])


class Given(unittest.TestCase):
    def test_decision_as_values_and_one_digest(self):
        one = fields(decision={"threshold": 0.31, "classes": ["a", "b"], "post": {"top_k": 3}})
        other = fields(decision={"post": {"top_k": 3}, "classes": ["a", "b"], "threshold": 0.31})
        self.assertEqual(one["decision.digest"], other["decision.digest"])
        self.assertEqual(one["decision.value:threshold"]["value"], 0.31)
        self.assertEqual(one["decision.value:post.top_k"]["value"], 3)
        self.assertEqual(one["decision.value:classes"]["value"], '["a","b"]')
        self.assertEqual(fields(decision={"t": 1.0})["decision.digest"], fields(decision={"t": 1})["decision.digest"])
        self.assertNotEqual(one["decision.digest"], fields(decision={"threshold": 0.32, "classes": ["a", "b"], "post": {"top_k": 3}})["decision.digest"])

    def test_schema_in_each_of_its_forms(self):
        found = fields(schema=[{"name": "b", "dtype": "float64"}, {"name": "a", "categories": ["x", "y"]}, "c"])
        self.assertEqual(found["schema.names"]["value"], ["b", "a", "c"])
        self.assertEqual(found["schema.dtype:b"]["value"], "float64")
        self.assertEqual(found["schema.categories:a"]["value"], ["x", "y"])
        self.assertEqual(fields(schema={"b": "int64"})["schema.dtype:b"]["value"], "int64")
        model = types.SimpleNamespace(feature_names_in_=["q", "p"])
        self.assertEqual(fields(models={"m": model})["schema.names"]["value"], ["q", "p"])
        self.assertNotIn("schema.names", fields(models={"m": model, "n": model}))

    def test_mode_device_and_format_of_a_model_with_parts(self):
        part = lambda training: types.SimpleNamespace(training=training)  # noqa: E731
        weight = types.SimpleNamespace(device="cuda:1", dtype="torch.float16")
        model = types.SimpleNamespace(named_modules=lambda: [("", part(False)), ("drop", part(True)), ("head", part(False))], parameters=lambda: iter([weight]))
        found = fields(models={"m": model})
        self.assertEqual(found["model.mode:m"]["value"], "1 of 3 parts in training: drop")
        self.assertEqual((found["model.device:m"]["value"], found["model.dtype:m"]["value"]), ("cuda", "float16"))
        model.named_modules = lambda: [("", part(False))]
        self.assertEqual(fields(models={"m": model})["model.mode:m"]["value"], "evaluation")

    def test_a_session_is_asked_for_what_it_runs_on(self):
        session = types.SimpleNamespace(get_providers=lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"],
                                        get_session_options=lambda: types.SimpleNamespace(graph_optimization_level="GraphOptimizationLevel.ORT_ENABLE_ALL", intra_op_num_threads=2))
        found = fields(sessions={"s": session})
        self.assertEqual(found["model.provider:s"]["value"], ["CUDAExecutionProvider", "CPUExecutionProvider"])
        self.assertEqual(found["framework.switch:onnxruntime.graph_optimization.s"]["value"], "ORT_ENABLE_ALL")
        self.assertEqual(found["threads.count:onnxruntime.s"]["value"], 2)

    def test_source_of_a_function_without_its_indentation(self):
        with tempfile.TemporaryDirectory() as folder:
            sys.path.insert(0, folder)
            self.addCleanup(sys.path.remove, folder)
            body = "def scale(x):\n    return x / 255\n"
            (Path(folder) / "plain_rows.py").write_text(body)
            (Path(folder) / "nested_rows.py").write_text("if True:\n" + "".join("    " + line + "   \n" for line in body.splitlines()))
            (Path(folder) / "other_rows.py").write_text(body.replace("255", "256"))
            import nested_rows
            import other_rows
            import plain_rows

            digest = lambda function: fields(callables={"f": function})["code.callable:f"]["value"]  # noqa: E731
            self.assertEqual(digest(plain_rows.scale), digest(nested_rows.scale))
            self.assertEqual(digest(plain_rows.scale), digest(functools.partial(plain_rows.scale)))
            self.assertNotEqual(digest(plain_rows.scale), digest(other_rows.scale))
            found = probe.fingerprint(callables=[plain_rows.scale, len])
            self.assertIn("code.callable:plain_rows.scale", found["fields"])
            self.assertIn("code.module:plain_rows", found["fields"])
            self.assertIn("source cannot be found", found["unread"]["code.callable:builtins.len"])
            for name in ("plain_rows", "nested_rows", "other_rows"):
                del sys.modules[name]


class Files(unittest.TestCase):
    def test_a_changed_byte_is_seen_and_an_unchanged_file_is_read_once(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model" / "weights.bin"
            path.parent.mkdir()
            path.write_bytes(b"a" * 3_000_000)
            first = fields(model_files=str(path.parent))["model.file:weights.bin"]["value"]
            self.assertTrue(first.endswith(" 3000000"))
            with mock.patch.object(probe.hashlib, "sha256", side_effect=AssertionError("hashed again")):
                self.assertEqual(probe._file(str(path)), first)
            path.write_bytes(b"a" * 2_999_999 + b"b")
            self.assertNotEqual(fields(model_files=path.parent)["model.file:weights.bin"]["value"], first)

    def test_two_folders_that_hold_the_same_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("one", "two"):
                (Path(folder) / name).mkdir()
                (Path(folder) / name / "config.json").write_text(name)
            found = fields(model_files=[os.path.join(folder, "one"), os.path.join(folder, "two")])
            self.assertEqual([field for field in found if field.startswith("model.file:")], ["model.file:config.json", "model.file:two/config.json"])

    @unittest.skipUnless(sys.platform.startswith("linux"), "needs /proc")
    def test_model_files_in_memory(self):
        import mmap

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "weights.onnx")
            Path(path).write_bytes(b"w" * 8192)
            with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ):
                found = probe.fingerprint(model_files=[folder])
                self.assertEqual(found["fields"]["model.mapped:weights.onnx"]["value"], found["fields"]["model.file:weights.onnx"]["value"])
                self.assertIn("over the limit of 100", probe.fingerprint(model_files=[folder], mapped_limit=100)["unread"]["model.mapped:weights.onnx"])
            with open(path, "rb") as file:
                os.unlink(path)
                Path(path).write_bytes(b"x" * 8192)
                found = fields(model_files=[folder])
                self.assertEqual(found["model.mapped:weights.onnx"]["value"], "sha256:%s 8192" % probe.hashlib.sha256(b"w" * 8192).hexdigest())
                self.assertEqual(found["model.file:weights.onnx"]["value"], "sha256:%s 8192" % probe.hashlib.sha256(b"x" * 8192).hexdigest())

    def test_commit_from_head_packed_refs_worktree_and_variable(self):
        commit, other = "a" * 40, "b" * 40
        with tempfile.TemporaryDirectory() as folder:
            git = Path(folder) / ".git"
            (git / "refs" / "heads").mkdir(parents=True)
            (git / "HEAD").write_text("ref: refs/heads/main\n")
            (git / "packed-refs").write_text("# pack-refs with: peeled\n%s refs/heads/main\n" % commit)
            here = os.getcwd()
            self.addCleanup(os.chdir, here)
            (Path(folder) / "deep").mkdir()
            os.chdir(os.path.join(folder, "deep"))
            with mock.patch.dict(os.environ, clear=False):
                for name in ("LOCKSTEP_GIT_COMMIT", "GIT_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA", "SOURCE_COMMIT", "COMMIT_SHA"):
                    os.environ.pop(name, None)
                self.assertEqual(fields()["git.commit"]["value"], commit)
                (git / "refs" / "heads" / "main").write_text(other + "\n")
                self.assertEqual(fields()["git.commit"]["value"], other)
                (git / "HEAD").write_text(commit + "\n")
                self.assertEqual(fields()["git.commit"]["value"], commit)
                (git / "worktrees" / "w").mkdir(parents=True)
                (git / "worktrees" / "w" / "HEAD").write_text("ref: refs/heads/main\n")
                (git / "worktrees" / "w" / "commondir").write_text("../..\n")
                (Path(folder) / "tree").mkdir()
                (Path(folder) / "tree" / ".git").write_text("gitdir: %s\n" % (git / "worktrees" / "w"))
                os.chdir(os.path.join(folder, "tree"))
                self.assertEqual(fields()["git.commit"]["value"], other)
                os.environ["GIT_COMMIT"] = "c" * 40
                self.assertEqual(fields()["git.commit"]["value"], "c" * 40)
            os.chdir(here)


class Groups(unittest.TestCase):
    def taken_from(self, files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for path, text in files.items():
            whole = Path(folder.name + path)
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(text)
        reading = probe.Reading()
        with mock.patch.object(probe, "_TAKEN_FROM", folder.name):
            probe._read_cgroup(reading, {})
        return {field: about["value"] for field, about in reading.fields.items()}

    MOUNT2 = "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

    def test_version_2_takes_the_narrowest_on_the_way_up(self):
        found = self.taken_from({
            "/proc/self/cgroup": "0::/kubepods/pod1\n", "/proc/self/mountinfo": self.MOUNT2,
            "/sys/fs/cgroup/kubepods/pod1/cpu.max": "max 100000\n", "/sys/fs/cgroup/kubepods/cpu.max": "150000 100000\n",
            "/sys/fs/cgroup/kubepods/pod1/memory.max": "1073741824\n", "/sys/fs/cgroup/kubepods/memory.max": "max\n",
            "/sys/fs/cgroup/kubepods/pod1/memory.swap.max": "0\n", "/sys/fs/cgroup/kubepods/pod1/cpu.stat": "usage_usec 5\nnr_periods 9\nnr_throttled 4\n",
        })
        self.assertEqual(found, {"cpu.quota": 1.5, "cpu.throttled": 4, "memory.limit": 1073741824, "memory.swap": 0})

    def test_version_2_without_limits(self):
        found = self.taken_from({"/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": self.MOUNT2, "/sys/fs/cgroup/cpu.stat": "usage_usec 1\n"})
        self.assertEqual(found, {"cpu.quota": None, "cpu.throttled": None, "memory.limit": None, "memory.swap": None})

    def test_version_1_with_the_path_of_the_host(self):
        mounts = "31 20 0:27 /docker/abc /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n32 20 0:28 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        found = self.taken_from({
            "/proc/self/cgroup": "4:memory:/docker/abc\n1:cpu,cpuacct:/docker/abc\n", "/proc/self/mountinfo": mounts,
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "50000\n", "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_periods 3\nnr_throttled 2\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n", "/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes": "805306368\n",
        })
        self.assertEqual(found, {"cpu.quota": 0.5, "cpu.throttled": 2, "memory.limit": 536870912, "memory.swap": 268435456})

    def test_version_1_says_no_limit_by_a_large_number(self):
        mounts = "32 20 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        found = self.taken_from({"/proc/self/cgroup": "4:memory:/\n", "/proc/self/mountinfo": mounts, "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"})
        self.assertIsNone(found["memory.limit"])


class Numerics(unittest.TestCase):
    def test_subnormals_are_there(self):
        self.assertIs(fields()["numerics.subnormals"]["value"], False)

    def test_a_last_bit_in_the_math_library_moves_the_canary(self):
        before = probe._libm()
        really = probe.math.tanh
        fake = types.SimpleNamespace(**{name: getattr(probe.math, name) for name in dir(probe.math) if not name.startswith("_")})
        fake.tanh = lambda x: really(x) * (1 + 2**-52)
        with mock.patch.object(probe, "math", fake):
            self.assertNotEqual(probe._libm(), before)

    def test_rules_of_time_are_told_by_what_local_time_does(self):
        said = {zone: run("from lockstep import probe; f = probe.fingerprint()['fields']; print(f['time.zone']['value'], f['time.rules']['value'])", {"TZ": zone}).strip()
                for zone in ("UTC0", "CST6CDT,M3.2.0,M11.1.0", "CST6CDT,M4.1.0,M10.5.0", "CST-8")}
        self.assertTrue(said["UTC0"].startswith("UTC +00:00 sha256:"))
        self.assertTrue(said["CST-8"].startswith("CST +08:00"))
        american = [text.rsplit(" ", 1) for zone, text in said.items() if "CDT" in zone]
        self.assertEqual(american[0][0], american[1][0])  # the names and offsets say nothing
        self.assertNotEqual(american[0][1], american[1][1])  # the rules do


class Warnings(unittest.TestCase):
    def watched(self, code, args=()):
        head = "import json, warnings, sys; from lockstep import probe; probe.watch_warnings(); probe.watch_warnings()\n"
        tail = "\nprint(json.dumps({k: v['value'] for k, v in probe.fingerprint()['fields'].items() if k.startswith('warning.')}))"
        import json

        return json.loads(run(head + code + tail, args=args))

    def test_one_warning_with_other_numbers_and_paths_is_the_same(self):
        found = self.watched("warnings.warn('unpickle DecisionTree from version 1.3.0 when using 1.4.2 at /a/b/c.pkl')\nwarnings.warn('unpickle DecisionTree from version 1.2.2 when using 1.5.0rc1 at /x.y/z.pkl')")
        self.assertEqual(list(found.values()), ["unpickle DecisionTree from version <number> when using <number> at <path>"])
        self.assertRegex(list(found)[0], r"^warning\.raised:UserWarning\.[0-9a-f]{8}$")

    def test_hidden_warnings_count_and_errors_stay_errors(self):
        hidden = self.watched("warnings.simplefilter('ignore'); warnings.warn('old', DeprecationWarning, stacklevel=2); warnings.warn_explicit('older', ImportWarning, 'x.py', 3)")
        self.assertEqual(sorted(hidden.values()), ["old", "older"])
        raised = self.watched("try:\n    warnings.warn('x')\nexcept UserWarning as problem:\n    print('', end='')\nelse:\n    raise SystemExit(5)", args=("-W", "error"))
        self.assertEqual(list(raised.values()), ["x"])

    def test_the_place_that_is_shown_stays_the_caller(self):
        code = "with warnings.catch_warnings(record=True) as log:\n    warnings.simplefilter('always')\n    warnings.warn('here')\nassert log[0].filename == '<string>' and log[0].lineno == 4, (log[0].filename, log[0].lineno)"
        self.assertEqual(list(self.watched(code).values()), ["here"])

    def test_without_watching_it_says_so(self):
        self.assertIn("watch_warnings() was not called", run("from lockstep import probe; print(probe.fingerprint()['unread']['warning.raised'])"))


if __name__ == "__main__":
    unittest.main()
