"""Several rows in, as many predictions out."""

from typing import List

from fastapi import FastAPI
from pydantic import BaseModel

from service import Row, answer, meta, to_frame


class Rows(BaseModel):
    instances: List[Row]


app = FastAPI(title=meta["name"], version=meta["version"])


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(body: Rows):
    return {"predictions": answer(to_frame(body.instances))}
