"""Spans: what is sent, that nobody waits for it, and that nothing of it reaches an answer."""

import asyncio
import gzip
import json
import os
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "src"))

import lockstep  # noqa: E402
from lockstep import spans, stages  # noqa: E402

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Receiver:
    """Takes what is sent, answers with one status after the other, the last one for good."""

    def __init__(self, statuses=(200,)):
        receiver, left = self, list(statuses)
        self.requests, self.headers = [], []
        self.gate = threading.Event()
        self.gate.set()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.gate.wait(30)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = left.pop(0) if len(left) > 1 else left[0]
                if status == 200:
                    receiver.headers.append(dict(self.headers))
                    receiver.requests.append((self.path, json.loads(gzip.decompress(body))))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def spans(self):
        return [span for _, body in self.requests for resource in body["resourceSpans"] for scope in resource["scopeSpans"] for span in scope["spans"]]

    def close(self):
        self.gate.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def values(span):
    return {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


def wsgi(environ, start_response):
    lockstep.stage("clean", [1.0])
    lockstep.stage("scale", [0.5])
    lockstep.log({"a": 1}, {"score": 0.5}, id="p-1")
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("secret")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"0.5"]


class Spans(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()

    def tearDown(self):
        if spans._sender is not None:
            spans._sender.close(0.0)
            spans._sender = None
        self.receiver.close()

    def configure(self, **options):
        lockstep.configure_spans(self.receiver.url, token="t-1", service="credit", environment="production", **options)

    def call(self, app, path="/predict", **headers):
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1", **headers}
        return b"".join(app(environ, lambda *_: None))

    def test_a_request_with_its_stages_in_the_callers_trace(self):
        self.configure()
        app = lockstep.mount(wsgi)
        self.assertEqual(self.call(app, HTTP_TRACEPARENT=PARENT), b"0.5")
        self.assertTrue(lockstep.flush_spans(10))
        path, body = self.receiver.requests[0]
        self.assertEqual(path, "/v1/traces")
        self.assertEqual(self.receiver.headers[0]["Authorization"], "Bearer t-1")
        told = {each["key"]: each["value"]["stringValue"] for each in body["resourceSpans"][0]["resource"]["attributes"]}
        self.assertEqual(told, {"service.name": "credit", "deployment.environment.name": "production"})
        root, clean, scale, prediction = self.receiver.spans()
        self.assertEqual({each["traceId"] for each in (root, clean, scale, prediction)}, {"0af7651916cd43dd8448eb211c80319c"})
        self.assertEqual((root["parentSpanId"], root["name"], root["status"]), ("b7ad6b7169203331", "POST /predict", {"code": 1}))
        self.assertEqual((values(root)["lockstep.id"], values(root)["http.response.status_code"], values(prediction)["lockstep.id"]), ("p-1", "200", "p-1"))
        self.assertEqual([values(clean)["lockstep.stage"], values(scale)["lockstep.stage"]], ["clean", "scale"])
        self.assertEqual({clean["parentSpanId"], scale["parentSpanId"]}, {root["spanId"]})
        self.assertEqual(clean["endTimeUnixNano"], scale["startTimeUnixNano"])
        self.assertLessEqual(int(root["startTimeUnixNano"]), int(clean["startTimeUnixNano"]))
        self.assertNotIn("0.5", json.dumps(body))
        self.assertEqual(lockstep.span_counts(), {"sent": 4, "dropped": {}})

    def test_the_parent_decides_what_is_sampled_and_what_is_no_parent_begins_a_trace(self):
        self.configure(sample=0.0)
        app = lockstep.mount(wsgi)
        for parent in (PARENT[:-2] + "00", "nonsense", "00-" + "0" * 32 + "-b7ad6b7169203331-01", None):
            self.call(app, **({} if parent is None else {"HTTP_TRACEPARENT": parent}))
        self.configure(sample=1.0)
        self.call(app, HTTP_TRACEPARENT="nonsense", HTTP_X_REQUEST_ID="r-1")
        self.assertTrue(lockstep.flush_spans(10))
        roots = [span for span in self.receiver.spans() if span["kind"] == 2]
        self.assertEqual(len(roots), 1)
        self.assertRegex(roots[0]["traceId"], "^[0-9a-f]{32}$")

    def test_what_fails_is_an_error_without_its_message_and_is_raised_as_it_was(self):
        self.configure()
        with self.assertRaisesRegex(RuntimeError, "secret"):
            self.call(lockstep.mount(wsgi), path="/broken")
        with self.assertRaises(KeyError), lockstep.request_span("batch", id=7):
            raise KeyError("secret")
        self.assertTrue(lockstep.flush_spans(10))
        failed = [span for span in self.receiver.spans() if span["status"].get("code") == 2]
        self.assertEqual([span["status"]["message"] for span in failed], ["RuntimeError", "KeyError"])
        self.assertEqual(values(failed[1])["lockstep.id"], "7")
        self.assertNotIn("secret", json.dumps(self.receiver.requests))

    def test_an_asgi_application_and_its_tasks(self):
        self.configure()

        async def app(scope, receive, send):
            await asyncio.gather(*(asyncio.to_thread(lockstep.stage, "s%d" % at, None) for at in range(3)))
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        async def go():
            scope = {"type": "http", "method": "GET", "path": "/x", "headers": [(b"traceparent", PARENT.encode())], "client": ("127.0.0.1", 1)}

            async def send(_):
                pass

            await lockstep.mount(app)(scope, None, send)

        asyncio.run(go())
        self.assertTrue(lockstep.flush_spans(10))
        told = self.receiver.spans()
        self.assertEqual(sorted(span["name"] for span in told), ["GET /x", "s0", "s1", "s2"])
        self.assertEqual(told[0]["status"], {"code": 2, "message": "HTTP 503"})
        self.assertIsNone(stages.current_span())

    def test_a_receiver_that_hangs_keeps_nobody_waiting_and_what_finds_no_room_is_counted(self):
        self.receiver.gate.clear()
        self.configure(max_queue=50)
        app = lockstep.mount(wsgi)
        for _ in range(400):
            self.assertEqual(self.call(app), b"0.5")
        counts = lockstep.span_counts()
        self.assertGreater(counts["dropped"]["queue full"], 0)
        self.receiver.gate.set()
        self.assertTrue(lockstep.flush_spans(20))
        counts = lockstep.span_counts()
        self.assertEqual(counts["sent"] + counts["dropped"]["queue full"], 1600)

    def test_a_receiver_that_is_busy_is_asked_again_and_one_that_refuses_is_not(self):
        self.receiver.close()
        self.receiver = Receiver((503, 429, 200))
        self.configure()
        with self.assertLogs("lockstep", "WARNING") as logs:
            with lockstep.request_span("a"):
                pass
            self.assertTrue(lockstep.flush_spans(20))
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(lockstep.span_counts(), {"sent": 1, "dropped": {}})
        self.receiver.close()
        self.receiver = Receiver((401,))
        self.configure()
        with self.assertLogs("lockstep", "WARNING") as logs:
            with lockstep.request_span("b"):
                pass
            self.assertTrue(lockstep.flush_spans(20))
        self.assertIn("HTTP 401", logs.output[0])
        self.assertNotIn("t-1", str(logs.output))
        self.assertEqual(lockstep.span_counts(), {"sent": 0, "dropped": {"HTTP 401": 1}})

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_child_sends_its_own(self):
        self.configure()
        with lockstep.request_span("parent"):
            pass
        self.assertTrue(lockstep.flush_spans(10))
        child = os.fork()
        if child == 0:
            with lockstep.request_span("child"):
                pass
            os._exit(0 if lockstep.flush_spans(10) else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual([span["name"] for span in self.receiver.spans()], ["parent", "child"])

    def test_nothing_happens_before_it_is_configured_and_settings_that_make_no_sense_are_refused(self):
        self.assertEqual(self.call(lockstep.mount(wsgi)), b"0.5")
        with lockstep.request_span("x") as span:
            self.assertIsNone(span)
        self.assertEqual(lockstep.span_counts(), {"sent": 0, "dropped": {}})
        for wrong in ({"endpoint": "lockstep:4860"}, {"endpoint": "http://a", "sample": 2}, {"endpoint": "http://a", "max_queue": 0}):
            with self.assertRaises(ValueError):
                lockstep.configure_spans(**wrong)


if __name__ == "__main__":
    unittest.main()
