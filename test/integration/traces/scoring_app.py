"""A service whose stages are sent as spans: `python scoring_app.py PORT SERVER TOKEN ENVIRONMENT`."""

import json
import sys
import tempfile
from wsgiref.simple_server import WSGIRequestHandler, make_server

import lockstep

port, server, token, environment = sys.argv[1:]
lockstep.configure_spans(server, token=token, service="credit", environment=environment)
lockstep.configure_log(tempfile.mkdtemp())


def app(environ, start_response):
    if environ["PATH_INFO"] == "/flush":
        body = json.dumps({"flushed": lockstep.flush_spans(20), **lockstep.span_counts()}).encode()
    else:
        row = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        clean = lockstep.stage("clean", [float(row["age"])])
        scaled = lockstep.stage("scale", [clean[0] / 100])
        lockstep.log(row, {"score": scaled[0]}, id=row["id"])
        body = json.dumps({"score": scaled[0]}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


make_server("127.0.0.1", int(port), lockstep.mount(app), handler_class=Quiet).serve_forever()
