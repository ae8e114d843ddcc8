"""KServe's model server with models of a few lines: `linear` speaks v1 and v2, `echo` gives back the tensors it was sent."""

import sys

import numpy as np
from kserve import InferOutput, InferRequest, InferResponse, Model, ModelServer
from kserve.utils.utils import get_predict_input, get_predict_response

weights = np.array([0.1, 1 / 3])


class Linear(Model):
    def __init__(self, name):
        super().__init__(name)
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        rows = get_predict_input(payload)
        result = np.asarray(rows, dtype="float64") @ weights
        return get_predict_response(payload, result, self.name)

    async def get_input_types(self):
        return [{"name": "x", "datatype": "FP64", "shape": [-1, 2]}]


class Echo(Model):
    def __init__(self, name):
        super().__init__(name)
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        if not isinstance(payload, InferRequest):
            return {"predictions": payload["instances"]}
        outputs = []
        for sent in payload.inputs:
            values = sent.as_numpy()
            output = InferOutput(name=sent.name, shape=list(values.shape), datatype=sent.datatype)
            output.set_data_from_numpy(values, binary_data=payload.use_binary_outputs)
            outputs.append(output)
        return InferResponse(payload.id, self.name, outputs, use_binary_outputs=payload.use_binary_outputs, requested_outputs=payload.request_outputs)


class Typed(Echo):
    """Declares inputs of its own types, so that they are sent as those."""

    async def get_input_types(self):
        return [
            {"name": "half", "datatype": "FP16", "shape": [-1]},
            {"name": "single", "datatype": "FP32", "shape": [-1, 1]},
            {"name": "small", "datatype": "INT8", "shape": [-1]},
            {"name": "large", "datatype": "UINT64", "shape": [-1]},
            {"name": "flag", "datatype": "BOOL", "shape": [-1]},
            {"name": "word", "datatype": "BYTES", "shape": [-1]},
            {"name": "pair", "datatype": "FP64", "shape": [-1, 2]},
        ]


if __name__ == "__main__":
    names = {"linear": Linear, "echo": Echo, "typed": Typed}
    ModelServer(http_port=int(sys.argv[1]), enable_grpc=False, workers=1).start([names[name](name) for name in sys.argv[2:]])
