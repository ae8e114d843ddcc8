"""What is told about installed packages, on a wheel that is built here and installed by pip."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from test_probe_contract import SOURCE

CODE = "import json, sys; import demo_pkg; from lockstep import probe; print(json.dumps(probe.fingerprint(verify='verify' in sys.argv)))"


def build_wheel(folder, version="1.0", body="__version__ = '%s'\n"):
    """A wheel with a package, a module, a script and data, as a build tool would write it."""
    info = "demo_pkg-%s.dist-info" % version
    files = {
        "demo_pkg/__init__.py": (body % version if "%s" in body else body),
        "demo_pkg/deep/__init__.py": "",
        "demo_pkg/table.csv": "a,b\n1,2\n",
        "demo_other.py": "x = 1\n",
        info + "/METADATA": "Metadata-Version: 2.1\nName: Demo.pkg\nVersion: %s\n" % version,
        info + "/WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        info + "/entry_points.txt": "[console_scripts]\ndemo-run = demo_pkg:main\n",
        "demo_pkg-%s.data/scripts/demo-script" % version: "#!python\nprint(1)\n",
    }
    record = "".join("%s,sha256=%s,%d\n" % (name, base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode(), len(text)) for name, text in files.items())
    path = Path(folder) / ("demo_pkg-%s-py3-none-any.whl" % version)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, info + "/RECORD": record + info + "/RECORD,,\n"}.items():
            archive.writestr(name, text)
    return path


class Venv:
    """A fresh virtual environment without pip of its own."""

    def __init__(self, folder):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        self.python = os.path.join(folder, "bin", "python")
        self.site = subprocess.run([self.python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"], check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()

    def install(self, *arguments):
        done = subprocess.run([sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check", *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        if done.returncode != 0:
            raise AssertionError(done.stdout)

    def probe(self, *arguments, code=CODE, path=""):
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        env["PYTHONPATH"] = os.pathsep.join(part for part in (path, SOURCE) if part)
        done = subprocess.run([self.python, "-c", code, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return json.loads(done.stdout)["fields"]


@unittest.skipIf(os.name == "nt", "paths of a virtual environment differ")
class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.wheel = build_wheel(cls.folder)
        cls.one, cls.two = Venv(os.path.join(cls.folder, "one")), Venv(os.path.join(cls.folder, "two-with-a-longer-name"))
        cls.one.install(str(cls.wheel))
        cls.two.install("--no-compile", "--find-links", cls.folder, "demo-pkg==1.0")  # found in an index: no direct_url.json, no bytecode

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def of(self, fields):
        return {field: about["value"] for field, about in fields.items() if field.endswith(":demo-pkg")}

    def test_one_wheel_installed_twice_is_the_same(self):
        records = [Path(venv.site, "demo_pkg-1.0.dist-info", "RECORD").read_bytes() for venv in (self.one, self.two)]
        self.assertNotEqual(records[0], records[1])  # else there is nothing to show
        first, second = self.of(self.one.probe()), self.of(self.two.probe())
        self.assertEqual(first, second)
        self.assertEqual(first["package.version:demo-pkg"], "1.0")
        self.assertEqual(first["package.origin:demo-pkg"], "wheel py3-none-any")
        self.assertRegex(first["package.integrity:demo-pkg"], r"^sha256:[0-9a-f]{64}$")
        self.assertNotIn("package.imported:demo-pkg", first)

    def test_the_folder_of_the_environment_is_in_no_field_but_the_interpreter(self):
        found = self.one.probe()
        self.assertEqual([field for field, about in found.items() if os.path.join(self.folder, "one") in json.dumps(about["value"])], ["python.executable"])
        self.assertEqual(found["import.path"]["value"][-1], "<site>")

    def test_only_what_is_in_memory_is_loaded(self):
        self.assertIn("demo-pkg", self.one.probe()["package.loaded"]["value"])
        self.assertNotIn("demo-pkg", self.one.probe(code=CODE.replace("import demo_pkg;", ""))["package.loaded"]["value"])
        self.assertIn("demo-pkg", self.one.probe(code=CODE.replace("import demo_pkg", "import demo_other"))["package.loaded"]["value"])

    def test_another_build_of_the_same_version(self):
        with tempfile.TemporaryDirectory() as folder:
            venv = Venv(os.path.join(folder, "v"))
            venv.install(str(build_wheel(folder, body="__version__ = '%s'  # patched\n")))
            first, other = self.of(self.one.probe()), self.of(venv.probe())
            self.assertEqual(first["package.version:demo-pkg"], other["package.version:demo-pkg"])
            self.assertNotEqual(first["package.integrity:demo-pkg"], other["package.integrity:demo-pkg"])

    def test_a_file_changed_after_installation_is_found_by_verifying(self):
        with tempfile.TemporaryDirectory() as folder:
            venv = Venv(os.path.join(folder, "v"))
            venv.install(str(self.wheel))
            whole = self.of(venv.probe("verify"))
            self.assertEqual(whole, self.of(self.one.probe()))
            with open(os.path.join(venv.site, "demo_pkg", "__init__.py"), "a") as file:
                file.write("# hot fix\n")
            os.unlink(os.path.join(venv.site, "demo_other.py"))
            self.assertEqual(self.of(venv.probe("verify"))["package.integrity:demo-pkg"], [whole["package.integrity:demo-pkg"], "missing demo_other.py", "changed demo_pkg/__init__.py"])

    def test_a_shadowed_package_and_another_version_in_memory(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "demo_pkg.py").write_text("__version__ = '0.9'\n")
            self.assertIn("0.9 from ", self.of(self.one.probe(path=folder))["package.imported:demo-pkg"])
        patched = CODE.replace("import demo_pkg;", "import demo_pkg; demo_pkg.__version__ = '2.0';")
        self.assertEqual(self.of(self.one.probe(code=patched))["package.imported:demo-pkg"], "2.0, installed is 1.0")

    def test_where_it_came_from_without_addresses(self):
        info = Path(self.two.site, "demo_pkg-1.0.dist-info")
        for said, expected in (
            ({"url": "https://user:pass@host/x.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, "wheel py3-none-any git abc"),
            ({"url": "file:///home/me/x", "dir_info": {"editable": True}}, "wheel py3-none-any editable"),
            ({"url": "file:///home/me/x", "dir_info": {}}, "wheel py3-none-any from a folder"),
            ({"url": "https://host/x.whl", "archive_info": {}}, "wheel py3-none-any"),
        ):
            (info / "direct_url.json").write_text(json.dumps(said))
            self.assertEqual(self.of(self.two.probe())["package.origin:demo-pkg"], expected)
        (info / "direct_url.json").unlink()
        (info / "INSTALLER").write_text("conda\n")
        self.addCleanup((info / "INSTALLER").write_text, "pip\n")
        self.assertEqual(self.of(self.two.probe())["package.origin:demo-pkg"], "conda py3-none-any")


class Lines(unittest.TestCase):
    def test_names_that_a_package_brings(self):
        from lockstep import probe

        lines = [b"numpy/__init__.py,sha256=a,1", b"numpy/core/__init__.py,,", b"google/protobuf/__init__.py,,", b"google/protobuf/deep/__init__.py,,", b"six.py,sha256=b,1",
                 b"_cffi_backend.cpython-311-x86_64-linux-gnu.so,sha256=c,1", b"notes.txt,,", b"fast.abi3.so,sha256=d,2"]
        self.assertEqual(probe._brought(lines), ["_cffi_backend", "fast", "google.protobuf", "numpy", "six"])


if __name__ == "__main__":
    unittest.main()
