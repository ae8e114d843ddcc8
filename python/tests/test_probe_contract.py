"""What every fingerprint is: its form, its kinds, its order, and what it never shows."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = str(ROOT / "python" / "src")
sys.path.insert(0, SOURCE)
from lockstep import probe  # noqa: E402


def run(code, env=None, args=(), cwd=None):
    """Runs a program in a new interpreter that finds the package; gives what it printed."""
    whole = dict(os.environ, PYTHONPATH=SOURCE, **(env or {}))
    done = subprocess.run([sys.executable, *args, "-c", code], env=whole, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode("utf-8", "replace"))
    return done.stdout.decode("utf-8")


class Contract(unittest.TestCase):
    def test_kinds_are_those_of_the_published_list(self):
        published = json.loads((ROOT / "spec" / "fingerprint-kinds.json").read_text(encoding="utf-8"))
        self.assertEqual({name: "subject" in kind for name, kind in published.items()}, probe.KINDS)

    def test_every_field_is_of_a_known_kind_with_a_subject_where_the_kind_has_one(self):
        found = probe.fingerprint(model_files=[__file__], decision={"threshold": 0.31})
        self.assertGreater(len(found["fields"]), 100)
        for field, about in found["fields"].items():
            kind, colon, subject = field.partition(":")
            self.assertEqual(probe.KINDS[kind], bool(colon), field)
            self.assertEqual(bool(colon), bool(subject), field)
            self.assertEqual(set(about), {"value", "scope", "how"})
            self.assertIn(about["scope"], ("process", "container", "host"))
            self.assertIn(type(about["value"]), (str, int, float, bool, type(None), list), field)
        self.assertEqual(set(found["fields"]) & set(found["unread"]), set())
        self.assertEqual((found["lockstep"], found["schemaVersion"], found["method"], found["pid"]), ("fingerprint", 1, "in-process", os.getpid()))
        self.assertRegex(found["takenAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_two_readings_of_one_process_are_equal_and_sorted(self):
        first, second = probe.fingerprint(), probe.fingerprint()
        moving = {"server.uptime", "memory.resident", "cpu.throttled"}
        for found in (first, second):
            self.assertEqual(list(found["fields"]), sorted(found["fields"]))
            self.assertEqual(list(found["unread"]), sorted(found["unread"]))
            found["fields"] = {field: about for field, about in found["fields"].items() if field not in moving}
        self.assertEqual(first["fields"], second["fields"])
        self.assertEqual(first["unread"], second["unread"])

    def test_every_row_of_the_cause_table_is_read_in_a_bare_process(self):
        fields = json.loads(run("import json; from lockstep import probe; print(json.dumps(probe.fingerprint()))"))
        present = {field.partition(":")[0] for part in ("fields", "unread") for field in fields[part]}
        told_by_others = {
            "model.file", "model.mapped", "model.mode", "model.device", "model.dtype", "model.provider", "preprocessing.file", "preprocessing.digest",
            "schema.names", "schema.dtype", "schema.categories", "decision.value", "decision.digest", "code.callable", "code.module", "package.lock",
            "package.imported", "import.patch", "canary.numpy", "threads.count", "gpu.model", "gpu.cuda", "framework.switch", "seed.value", "seed.switch",
            "time.offset", "server.requests", "server.latency", "config.variable", "data.digest",
        }
        self.assertEqual(set(probe.KINDS) - present - told_by_others, set())

    def test_no_variable_is_shown_except_the_listed_ones_and_no_command_line(self):
        secret = "canary-4f9d-secret"
        env = {name: secret for name in ("DATABASE_URL", "PGPASSWORD", "LOCKSTEP_SALT", "PYTHONSTARTUP", "AWS_SECRET_ACCESS_KEY", "LD_LIBRARY_PATH")}
        env["XLA_FLAGS"] = "--token=<%s>" % secret  # a listed name with an unusual value
        env["GIT_COMMIT"] = secret
        env["IMAGE_DIGEST"] = secret
        code = "import json, sys; from lockstep import probe; print(json.dumps(probe.fingerprint(env_allow=['PGPASSWORD', 'DATABASE_*', 'NOT_SET'])))  # %s" % secret
        said = run(code, env)
        self.assertNotIn(secret, said)
        fields = json.loads(said)["fields"]
        self.assertRegex(fields["config.variable:PGPASSWORD"]["value"], r"^hmac:[0-9a-f]{16}$")
        self.assertRegex(fields["config.variable:DATABASE_URL"]["value"], r"^hmac:[0-9a-f]{16}$")
        self.assertIsNone(fields["config.variable:NOT_SET"]["value"])

    def test_a_salted_setting_is_equal_under_one_salt_and_not_under_another(self):
        def hashed(salt, value):
            code = "from lockstep import probe; print(probe.fingerprint(env_allow=['PGPASSWORD'])['fields']['config.variable:PGPASSWORD']['value'])"
            return run(code, {"LOCKSTEP_SALT": salt, "PGPASSWORD": value})

        self.assertEqual(hashed("a", "x"), hashed("a", "x"))
        self.assertNotEqual(hashed("a", "x"), hashed("b", "x"))
        self.assertNotEqual(hashed("a", "x"), hashed("a", "y"))

    def test_contributed_and_extra_fields_are_held_against_the_kinds(self):
        def contributed():
            return {"seed.value:numpy": 7, "server.requests": {"value": 3, "scope": "process", "how": "counted"}, "unread": {"seed.value:torch": "not loaded"}}

        def broken():
            raise ValueError("no seeds")

        probe.contribute(contributed)
        probe.contribute(contributed)
        probe.contribute(broken)
        self.addCleanup(probe._contributors.clear)
        found = probe.fingerprint(extra={"data.digest:train": "sha256:00", "no.such": 1, "seed.switch": True})
        self.assertEqual(found["fields"]["seed.value:numpy"]["value"], 7)
        self.assertEqual(found["fields"]["server.requests"], {"value": 3, "scope": "process", "how": "counted"})
        self.assertEqual(found["fields"]["data.digest:train"]["value"], "sha256:00")
        self.assertEqual(found["unread"]["seed.value:torch"], "not loaded")
        self.assertIn("not a kind", found["unread"]["no.such"])
        self.assertIn("subject", found["unread"]["seed.switch"])
        self.assertIn("no seeds", " ".join(found["unread"].values()))


class CommandLine(unittest.TestCase):
    def test_it_writes_a_file_whole_and_works_as_a_copy(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "elsewhere" / "read_it.py"
            copy.parent.mkdir()
            copy.write_bytes(Path(probe.__file__).read_bytes())
            (Path(folder) / "model").mkdir()
            (Path(folder) / "model" / "a.bin").write_bytes(b"abc")
            target = Path(folder) / "out.json"
            env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            subprocess.run([sys.executable, str(copy), "-o", str(target), "--pretty", "--model", "model"], check=True, cwd=folder, env=env)
            found = json.loads(target.read_text(encoding="utf-8"))
            self.assertEqual(found["method"], "new-process")
            self.assertEqual(found["fields"]["model.file:a.bin"]["value"], "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3")
            self.assertNotIn("elsewhere", json.dumps(found["fields"]["import.path"]["value"]))
            self.assertEqual(sorted(os.listdir(folder)), ["elsewhere", "model", "out.json"])

    def test_a_file_that_cannot_be_written_is_said_with_code_2(self):
        done = subprocess.run([sys.executable, probe.__file__, "-o", "/no/such/folder/x.json"], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot be written to /no/such/folder/x.json", done.stderr)
        self.assertEqual(done.stdout, b"")


if __name__ == "__main__":
    unittest.main()
