"""The pipeline as an MLServer runtime. The model must run in the server's own process (parallel_workers: 0) for its stages to be told."""

import numpy
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse

from pipeline import predict


class Pipeline(MLModel):
    async def load(self):
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        columns = {each.name: NumpyCodec.decode_input(each).ravel().tolist() for each in payload.inputs}
        rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
        predictions = numpy.array([predict(row)["prediction"] for row in rows])
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("prediction", predictions)])
