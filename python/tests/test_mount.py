"""The mount: who is answered with what, what is traced, and that nothing of the SDK ever reaches a prediction."""

import asyncio
import base64
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zlib
from unittest import mock

here = os.path.dirname(os.path.abspath(__file__))
source = os.path.join(here, "..", "src")
sys.path.insert(0, source)

import lockstep  # noqa: E402
from lockstep import access, asgi, canonical, endpoints, preprocessing, probe, reading, resources, stages, traffic, wsgi  # noqa: E402


async def plain_asgi(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    lockstep.stage("raw", [1, 2])
    await asyncio.sleep(0)
    lockstep.stage("scaled", {"a": 0.5})
    if scope["path"] == "/broken":
        raise ZeroDivisionError
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain"), (b"x-own", scope["path"].encode())]})
    await send({"type": "http.response.body", "body": b"pre", "more_body": True})
    lockstep.stage("late", 1)
    await send({"type": "http.response.body", "body": b"diction"})


def plain_wsgi(environ, start_response):
    lockstep.stage("raw", [1, 2])
    lockstep.stage("scaled", {"a": 0.5})
    if environ["PATH_INFO"] == "/broken":
        raise ZeroDivisionError
    start_response("200 OK", [("Content-Type", "text/plain"), ("x-own", environ["PATH_INFO"])])
    return [b"pre", b"diction"]


def slow_wsgi(environ, start_response):
    lockstep.stage("raw", [1, 2])
    start_response("200 OK", [("x-own", "/")])
    lockstep.stage("late", 1)
    yield b"prediction"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def stages(self):
        return json.loads(zlib.decompress(base64.b64decode(self.headers["x-lockstep-stages"])))


def ask_asgi(app, path="/predict", method="GET", headers=(), body=b"", client=("127.0.0.1", 1), **scope):
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in dict(headers).items()]
    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": raw, "client": client, **scope}, receive, send))
    start = sent[0]
    return Answer(start["status"], [(name.decode(), value.decode()) for name, value in start["headers"]], b"".join(message.get("body", b"") for message in sent[1:]))


def ask_wsgi(app, path="/predict", method="GET", headers=(), body=b"", client=("127.0.0.1", 1), **environ):
    started = []
    asked = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in dict(headers).items()}
    whole = app({"REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": client[0] if client else "", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **asked, **environ},
                lambda status, given, *rest: started.append((status, given)))
    text = b"".join(whole)
    if hasattr(whole, "close"):
        whole.close()
    return Answer(int(started[0][0][:3]), started[0][1], text)


class Both:
    """What holds for either interface."""

    def setUp(self):
        preprocessing._packed.clear()

    def test_the_greeting_and_the_fingerprint(self):
        app = self.mount(self.app)
        for path in ("/lockstep/", "/lockstep"):
            answer = self.ask(app, path)
            self.assertEqual((answer.status, answer.headers["content-type"]), (200, "application/json"))
            self.assertEqual(answer.json, {"lockstep": "sdk", "schemaVersion": 1, "sdk": lockstep.__version__, "pid": os.getpid(), "endpoints": ["fingerprint", "resources", "stages"]})
        before = traffic.fields()["server.requests"]["value"]
        self.ask(app)
        fields = self.ask(app, "/lockstep/fingerprint").json["fields"]
        self.assertEqual(fields["server.requests"]["value"], before + 1)
        self.assertGreater(fields["server.latency:last"]["value"], 0)
        used = self.ask(app, "/lockstep/resources").json
        self.assertEqual((used["pid"], used["processes"] >= 1, used["memoryBytes"] > 10**6, used["cpuSeconds"] > 0), (os.getpid(), True, True, True))

    def test_the_wrong_path_or_method(self):
        app = self.mount(self.app)
        self.assertEqual(self.ask(app, "/lockstepping").headers["x-own"], "/lockstepping")
        self.assertEqual(self.ask(app, "/lockstep/nothing").status, 404)
        self.assertEqual(self.ask(app, "/lockstep/fingerprint", "POST").status, 405)
        self.assertEqual(self.ask(app, "/lockstep/preprocess").status, 405)
        self.assertEqual(self.ask(app, "/lockstep/", "HEAD").body, b"")
        self.assertEqual(self.ask(self.mount(self.app, path="/own/place/"), "/own/place/resources").status, 200)

    def test_without_a_token_only_this_machine(self):
        app = self.mount(self.app)
        near = dict(client=("127.0.0.1", 5))
        for client, headers, status in (
            (("127.0.0.1", 5), {}, 200), (("::1", 5), {"host": "[::1]:80"}, 200), (("::ffff:127.0.0.1", 5), {"host": "localhost:8000"}, 200),
            (("10.0.0.4", 5), {}, 403), (None, {}, 403), (("127.0.0.6", 5), {}, 403), (("unix:", 0), {}, 403),
            (near["client"], {"X-Forwarded-For": "10.0.0.4"}, 403), (near["client"], {"Forwarded": "for=10.0.0.4"}, 403), (near["client"], {"X-Real-Ip": "10.0.0.4"}, 403),
            (near["client"], {"X-Forwarded-For": "127.0.0.1"}, 403), (near["client"], {"Host": "evil.example"}, 403), (near["client"], {"Host": "127.0.0.1.evil.example"}, 403),
        ):
            with self.subTest(client=client, headers=headers):
                self.assertEqual(self.ask(app, "/lockstep/", client=client, headers=headers).status, status)
                traced = self.ask(app, client=client, headers={**headers, "x-lockstep-trace": "a"})
                self.assertEqual((traced.body, "x-lockstep-stages" in traced.headers), (b"prediction", status == 200))

    def test_with_a_token_everybody_who_has_it(self):
        with mock.patch.dict(os.environ, {"LOCKSTEP_TOKEN": "geheim-ß"}):
            from_environment = self.mount(self.app)
        for app, token in ((from_environment, None), (self.mount(self.app, token="s3cret"), "s3cret")):
            far = ("10.0.0.4", 1)
            refused = self.ask(app, "/lockstep/", client=("127.0.0.1", 1))
            self.assertEqual(refused.status, 401)
            self.assertNotIn("s3cret", refused.body.decode())
            self.assertRegex(refused.body.decode(), "lockstep")
            self.assertEqual(self.ask(app, "/lockstep/", headers={"x-lockstep-token": "s3cre"}).status, 401)
            self.assertNotIn("x-lockstep-stages", self.ask(app, headers={"x-lockstep-trace": "a"}).headers)
            if token is not None:
                allowed = {"x-lockstep-token": token, "x-lockstep-trace": "a", "x-forwarded-for": "10.0.0.9"}
                self.assertEqual(self.ask(app, "/lockstep/", client=far, headers=allowed).status, 200)
                self.assertIn("x-lockstep-stages", self.ask(app, client=far, headers=allowed).headers)
        self.assertIsNone(access.refusal(access.Asker(None, {"x-lockstep-token": "s3cret"}), "s3cret"))

    def test_a_traced_request_tells_its_stages(self):
        app = self.mount(self.app)
        plain, traced = self.ask(app), self.ask(app, headers={"X-Lockstep-Trace": "row-17"})
        self.assertEqual((plain.status, plain.body, plain.headers), (traced.status, traced.body, {name: value for name, value in traced.headers.items() if name != "x-lockstep-stages"}))
        told = traced.stages
        self.assertEqual((told["id"], told["pid"], [(each["name"], each["values"], each["names"]) for each in told["stages"]]), ("row-17", os.getpid(), [("raw", [1, 2], None), ("scaled", [0.5], ["a"])]))
        for odd in ("", "a" * 65, "a b", "a\n", "ü"):
            self.assertNotIn("x-lockstep-stages", self.ask(app, headers={"x-lockstep-trace": odd}).headers)
        self.assertIsNone(stages._current.get())

    def test_preprocessing_is_answered(self):
        app = self.mount(self.app)

        def post(given, **more):
            answer = self.ask(app, "/lockstep/preprocess", "POST", body=given if isinstance(given, bytes) else json.dumps(given).encode(), **more)
            return answer.status, answer.json

        self.assertEqual(post({"inputs": [{}]})[0], 404)
        packed = lockstep.pack_preprocessing(lambda row: [row["age"] / 2, float("nan")], inputs={"age": float}, name="half")
        self.assertIn("preprocess", self.ask(app, "/lockstep/").json["endpoints"])
        expected = {"name": "half", "digest": packed.digest, "outputs": [[20.5, "NaN"], [0.5, "NaN"]], "names": None, "dtype": "float64", "shape": [2, 2]}
        self.assertEqual(post({"name": None, "inputs": [{"age": 41}, {"age": 1}]}), (200, expected))
        status, said = post({"name": "half", "inputs": [{"years": 41}]})
        self.assertEqual((status, said["error"]), (422, "ValueError: row 0 has no 'age'; expected age"))
        self.assertIn("TypeError: unsupported operand", post({"inputs": [{"age": None}]})[1]["error"])
        self.assertEqual([post(given)[0] for given in (b"{", b"[]", {"inputs": []}, {"inputs": [1]}, {"name": "x", "inputs": [{}]})], [400, 400, 400, 400, 404])
        lockstep.pack_preprocessing(len, name="second")
        self.assertIn("name one of half, second", post({"inputs": [{}]})[1]["error"])
        with mock.patch.object(endpoints, "largest_body", 10):
            self.assertEqual(post({"inputs": [{"age": 1}]})[0], 413)
        self.assertEqual(post({"inputs": [{"age": 1}]}, client=("10.0.0.4", 1))[0], 403)

    def test_every_part_of_the_sdk_may_fail_inside_a_request(self):
        app = self.mount(self.app)
        parts = [
            (stages, "read"), (stages.Trace, "add"), (stages.Trace, "header"), (stages.Trace, "__init__"), (stages.Trace, "_packed"), (stages, "open_trace"),
            (access, "traced_as"), (access, "refusal"), (endpoints, "place_in_mount"), (traffic, "answered"), (reading, "known"), (reading, "digest_of"),
            (canonical, "encode"), (zlib, "compress"), (base64, "b64encode"), (asgi, "_asker"), (wsgi, "_asker"),
        ]
        for owner, name in parts:
            for failure in (RuntimeError("planted"), MemoryError(), RecursionError()):
                with self.subTest("%s.%s" % (owner.__name__, name)), mock.patch.object(owner, name, side_effect=failure):
                    for headers in ({}, {"x-lockstep-trace": "a"}):
                        answer = self.ask(app, headers=headers)
                        self.assertEqual((answer.status, answer.body, answer.headers["x-own"]), (200, b"prediction", "/predict"))
            self.assertIsNone(stages._current.get())
        for owner, name, path in ((probe, "fingerprint", "fingerprint"), (preprocessing, "packed", ""), (resources, "resources", "resources")):
            with mock.patch.object(owner, name, side_effect=RuntimeError("planted")):
                answer = self.ask(app, "/lockstep/" + path)
                self.assertEqual((answer.status, answer.json["error"]), (500, "lockstep: RuntimeError: planted"))
        with mock.patch.object(resources, "_from_proc", side_effect=RuntimeError("planted")):
            self.assertEqual(self.ask(app, "/lockstep/resources").json["source"], "could not be read: RuntimeError")

    def test_a_prediction_that_fails_fails_as_before(self):
        app = self.mount(self.app)
        for headers in ({}, {"x-lockstep-trace": "a"}):
            with self.assertRaises(ZeroDivisionError):
                self.ask(app, "/broken", headers=headers)
        self.assertIsNone(stages._current.get())


class Asgi(Both, unittest.TestCase):
    app = staticmethod(plain_asgi)
    ask = staticmethod(ask_asgi)
    mount = staticmethod(lockstep.mount)

    def test_a_server_below_a_root_path(self):
        app = self.mount(self.app)
        self.assertEqual(self.ask(app, "/api/lockstep/", root_path="/api").status, 200)

    def test_a_request_body_in_pieces_and_one_of_nobody(self):
        app = self.mount(self.app)
        lockstep.pack_preprocessing(lambda row: [row["a"]], inputs={"a": int})
        pieces = [b'{"inputs": ', b'[{"a": 1}]}']
        sent = []

        async def receive():
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/lockstep/preprocess", "headers": [], "client": ("127.0.0.1", 1)}
        asyncio.run(app(scope, receive, send))
        self.assertEqual(json.loads(sent[1]["body"])["outputs"], [[1]])
        pieces[:] = [b"never asked for"]
        asyncio.run(app(dict(scope, client=("10.0.0.4", 1)), receive, send))
        self.assertEqual((sent[2]["status"], len(pieces)), (403, 1))

    def test_other_protocols_are_handed_on(self):
        asyncio.run(self.mount(self.app)({"type": "lifespan"}, None, None))

    def test_what_overhead_a_bare_call_has(self):
        async def bare(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"x"})

        mounted = self.mount(bare)

        async def send(message):
            pass

        async def each(app, headers, many=4000):
            scope = {"type": "http", "method": "GET", "path": "/predict", "headers": headers, "client": ("127.0.0.1", 1)}
            best = float("inf")
            for _ in range(5):
                started = time.perf_counter()
                for _ in range(many):
                    await app(scope, None, send)
                best = min(best, (time.perf_counter() - started) / many)
            return best * 1e6

        headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"accept", b"*/*")]
        floor, untraced = asyncio.run(each(bare, headers)), asyncio.run(each(mounted, headers))
        traced = asyncio.run(each(mounted, [*headers, (b"x-lockstep-trace", b"a")], 500))
        print("a call of the application alone %.1f us, mounted %.1f us, traced %.1f us" % (floor, untraced, traced))
        self.assertLess(untraced, traced)


class Wsgi(Both, unittest.TestCase):
    app = staticmethod(plain_wsgi)
    ask = staticmethod(ask_wsgi)
    mount = staticmethod(lockstep.mount)

    def test_an_application_that_is_a_generator(self):
        answer = self.ask(self.mount(slow_wsgi), headers={"x-lockstep-trace": "a"})
        self.assertEqual((answer.body, [each["name"] for each in answer.stages["stages"]]), (b"prediction", ["raw"]))
        self.assertIsNone(stages._current.get())

    def test_a_body_is_handed_on_as_it_is(self):
        body = io.BytesIO(b"prediction")

        def app(environ, start_response):
            start_response("200 OK", [])
            return body

        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": "127.0.0.1", "HTTP_X_LOCKSTEP_TRACE": "a"}
        self.assertIs(self.mount(app)(environ, lambda *given: None), body)
        closed = []

        class Late:
            def __iter__(self):
                return iter([b""])

            def close(self):
                closed.append(True)

        self.mount(lambda environ, start_response: Late())(environ, lambda *given: None).close()
        self.assertEqual(closed, [True])


class Which(unittest.TestCase):
    def test_what_is_no_application(self):
        for thing in (3, lambda one: None, lambda a, b, c, d: None):
            with self.assertRaisesRegex(TypeError, "neither an ASGI application"):
                lockstep.mount(thing)
        with self.assertRaisesRegex(TypeError, "unknown option 'modl_files'; the probe knows model_files"):
            lockstep.mount(plain_wsgi, modl_files=[])
        with self.assertRaisesRegex(ValueError, "below the root"):
            lockstep.mount(plain_wsgi, path="/")

    def test_a_wrapped_application_is_still_itself(self):
        class App:
            state = "kept"

            def __call__(self, environ, start_response):
                return plain_wsgi(environ, start_response)

        mounted = lockstep.mount(App())
        self.assertEqual((mounted.state, ask_wsgi(mounted).body), ("kept", b"prediction"))
        with self.assertRaises(AttributeError):
            mounted.nothing

    def test_options_reach_the_probe(self):
        answer = ask_wsgi(lockstep.mount(plain_wsgi, extra={"decision.value:threshold": 0.5}), "/lockstep/fingerprint")
        self.assertEqual(answer.json["fields"]["decision.value:threshold"]["value"], 0.5)


class FilesAtStart(unittest.TestCase):
    """What is in memory was loaded at the start: the disk is believed only as long as it still holds that."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.served = self.write("served.pkl", b"B" * 64)
        self.signed = self.write("signed.pkl", b"A" * 64)

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def told(self, app, field):
        found = ask_wsgi(app, "/lockstep/fingerprint").json
        self.assertNotIn("error", found)
        self.assertFalse(field in found["fields"] and field in found["unread"])
        return found["fields"].get(field, {}).get("value"), found["unread"].get(field)

    def test_an_unchanged_or_touched_file_has_its_digest(self):
        digest = "sha256:%s 64" % hashlib.sha256(b"B" * 64).hexdigest()
        for option, kind in (("model_files", "model.file"), ("preprocessing_files", "preprocessing.file")):
            app = lockstep.mount(plain_wsgi, **{option: (path for path in [self.served])})
            self.assertEqual(self.told(app, kind + ":served.pkl"), (digest, None))
            os.utime(self.served, ns=(1, 1))
            self.assertEqual(self.told(app, kind + ":served.pkl"), (digest, None))
            shutil.copy(self.signed, self.served)
            shutil.copyfile(self.write("again.pkl", b"B" * 64), self.served)
            self.assertEqual(self.told(app, kind + ":served.pkl"), (digest, None))

    def test_another_file_put_in_its_place_is_unread(self):
        for option, kind in (("model_files", "model.file"), ("preprocessing_files", "preprocessing.file")):
            for put in (shutil.copyfile, shutil.copy2, lambda a, b: os.replace(shutil.copy2(a, a + ".new"), b)):
                self.write("served.pkl", b"B" * 64)
                app = lockstep.mount(plain_wsgi, **{option: [self.served]})
                put(self.signed, self.served)
                self.assertEqual(self.told(app, kind + ":served.pkl"), (None, probe.CHANGED))
                self.assertIn(kind + ":served.pkl", probe.fingerprint(**{option: [self.served]})["fields"])

    def test_the_same_size_and_mtime_are_not_enough(self):
        before = os.stat(self.served)
        app = lockstep.mount(plain_wsgi, model_files=[self.served])
        self.write("served.pkl", b"A" * 64)
        os.utime(self.served, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.assertEqual(self.told(app, "model.file:served.pkl"), (None, probe.CHANGED))

    def test_a_file_that_is_gone_or_new_is_unread(self):
        app = lockstep.mount(plain_wsgi, model_files=[self.folder])
        self.write("late.pkl", b"C")
        os.remove(self.signed)
        self.assertEqual([self.told(app, "model.file:" + name)[1] for name in ("late.pkl", "signed.pkl", "served.pkl")], [probe.CHANGED, probe.CHANGED, None])
        alone = lockstep.mount(plain_wsgi, model_files=[self.served])
        os.remove(self.served)
        self.assertEqual(self.told(alone, "model.file:served.pkl"), (None, probe.CHANGED))

    def test_only_the_mount_takes_the_start(self):
        with self.assertRaisesRegex(TypeError, "unknown option 'files_at_start'"):
            lockstep.mount(plain_wsgi, files_at_start={})


@unittest.skipUnless(os.path.exists("/proc/self/stat"), "there is no /proc here")
class Workers(unittest.TestCase):
    def test_workers_of_one_master_are_summed_and_strangers_are_not(self):
        code = "import json, os, sys\nsys.path.insert(0, %r)\nfrom lockstep.resources import resources\n" % source + """
reads, writes = zip(*(os.pipe() for _ in range(3)))
hold, release = os.pipe()
pids = []
for number in range(3):
    pid = os.fork()
    if pid == 0:
        block = bytearray(30_000_000)
        for at in range(0, len(block), 4096): block[at] = 1
        os.write(writes[number], b"x")
        if number == 0:
            for other in reads[1:]: os.read(other, 1)
            print(json.dumps(resources())); sys.stdout.flush()
        os.close(release)
        os.read(hold, 1)
        os._exit(0)
    pids.append(pid)
os.read(reads[0], 1)
os.waitpid(pids[0], os.WNOHANG)
import time
"""
        # The master waits for its first worker's line, then lets all go.
        code = code.replace("import time\n", "os.close(hold)\nsys.stdin.read(1)\nos.close(release)\nfor pid in pids: os.waitpid(pid, 0)\n")
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as master:
            used = json.loads(master.stdout.readline())
            master.communicate("x")
        self.assertEqual(used["processes"], 3)
        self.assertGreater(used["memoryBytes"], 90_000_000)
        self.assertNotIn(str(os.getpid()), used["source"])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        unittest.main()
