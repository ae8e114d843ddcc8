"""The pipeline behind plain WSGI, threaded: python wsgi_pipeline.py PORT"""

import json
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import lockstep
from pipeline import predict


def app(environ, start_response):
    rows = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"null")
    answer = {"status": "ok"} if rows is None else [predict(row) for row in rows] if isinstance(rows, list) else predict(rows)
    text = json.dumps(answer).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
    return [text]


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 200


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), lockstep.mount(app, extra={"decision.value:threshold": 0.5}), Threaded, Quiet).serve_forever()
