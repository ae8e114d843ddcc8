"""A small server with numpy in memory and a model file mapped, which answers for its fingerprint from inside."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../python/src"))

import numpy

from lockstep import mount

folder, port = sys.argv[1], int(sys.argv[2])
numpy.save(os.path.join(folder, "weights.npy"), numpy.arange(64.0))
weights = numpy.load(os.path.join(folder, "weights.npy"), mmap_mode="r")
matrix = numpy.ones((8, 8)) @ numpy.ones((8, 8))  # its BLAS is loaded and in use


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(float(weights.sum() + matrix.sum())).encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


make_server("127.0.0.1", port, mount(application, model_files=[folder]), handler_class=Quiet).serve_forever()
