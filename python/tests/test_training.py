"""What capture_training leaves beside a model, and that it leaves it whole."""

import array
import hashlib
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "src"))

import lockstep  # noqa: E402
from lockstep.reading import read  # noqa: E402


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Training(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.model = Path(folder.name) / "model"
        (self.model / "parts").mkdir(parents=True)
        (self.model / "model.bin").write_bytes(b"weights")
        (self.model / "parts" / "encoder.bin").write_bytes(b"codes")
        self.table = Path(folder.name) / "train.csv"
        self.table.write_bytes(b"age,income\n41,1200\n")

    def capture(self, **given):
        target = lockstep.capture_training(self.model, **given)
        return target, json.loads((target / "environment.json").read_text()), json.loads((target / "fingerprint.json").read_text())

    def test_what_is_written(self):
        income = array.array("d", [1.0, 2.0])
        with lockstep.fence(7):
            target, environment, fingerprint = self.capture(
                data={"train": self.table, "folder": str(self.model / "parts"), "raw": b"abc", "income": income, "rows": iter([1])}, image="sha256:" + "a" * 64, extra={"epochs": 3})
        self.assertEqual(target, self.model / "lockstep-training")
        self.assertEqual(sorted(path.name for path in target.iterdir()), ["environment.json", "fingerprint.json"])
        files = {"model.bin": "sha256:%s 7" % sha(b"weights"), "parts/encoder.bin": "sha256:%s 5" % sha(b"codes")}
        self.assertEqual(environment["model"]["files"], files)
        self.assertEqual(environment["fingerprint"]["digest"], "sha256:" + sha((target / "fingerprint.json").read_bytes()))
        fields = fingerprint["fields"]
        self.assertEqual({name[11:]: field["value"] for name, field in fields.items() if name.startswith("model.file:")}, files)
        self.assertEqual(fields["data.digest:train"]["value"], "sha256:%s 19" % sha(self.table.read_bytes()))
        self.assertEqual(fields["data.digest:raw"]["value"], "sha256:%s 3" % sha(b"abc"))
        self.assertEqual(fields["data.digest:income"]["value"], "sha256:%s" % read(income).digest)
        self.assertEqual(fields["data.digest:folder"]["value"], "sha256:" + sha(("encoder.bin sha256:%s 5\n" % sha(b"codes")).encode()))
        self.assertIn("would use it up", fingerprint["unread"]["data.digest:rows"])
        self.assertEqual((environment["data"]["income"]["shape"], environment["data"]["rows"]["digest"]), ("float64[2]", None))
        self.assertEqual(fields["seed.value:random"]["value"], 7)
        self.assertEqual((environment["seeds"]["seed"], environment["seeds"]["set"]["random"]), (7, 7))
        self.assertEqual((environment["image"], fields["image.digest"]["value"]), ("sha256:" + "a" * 64,) * 2)
        self.assertNotIn("image.digest", fingerprint["unread"])
        self.assertEqual(environment["extra"], {"epochs": 3})
        self.assertEqual((fingerprint["lockstep"], fingerprint["method"], environment["lockstep"]), ("fingerprint", "in-process", "training"))

    def test_a_fence_that_was_lifted_is_handed_over(self):
        with lockstep.fence(3) as report:
            pass
        self.assertIsNone(self.capture()[1]["seeds"])
        self.assertEqual(self.capture(fence=report)[2]["fields"]["seed.value:random"]["value"], 3)

    def test_a_second_capture_is_told_of_the_same_files(self):
        first = self.capture()[1]["model"]["files"]
        self.assertEqual(self.capture()[1]["model"]["files"], first)

    def test_what_cannot_be_captured_is_said_before_anything_is_written(self):
        with self.assertRaisesRegex(FileNotFoundError, "the data 'train' is at .*nowhere.csv"):
            self.capture(data={"train": "nowhere.csv"})
        with self.assertRaises(TypeError):
            self.capture(extra={"when": object()})
        with self.assertRaisesRegex(FileNotFoundError, "is not a folder; save the model first"):
            lockstep.capture_training(self.model / "none")
        self.assertFalse((self.model / "lockstep-training").exists())

    def test_a_disk_that_fails_leaves_the_old_files_whole(self):
        target = self.capture(extra={"run": 1})[0]
        before = {path.name: path.read_bytes() for path in target.iterdir()}
        with mock.patch("os.fsync", side_effect=OSError(28, "No space left on device")):
            with self.assertRaises(OSError):
                self.capture(extra={"run": 2})
        self.assertEqual({path.name: path.read_bytes() for path in target.iterdir()}, before)


if __name__ == "__main__":
    unittest.main()
