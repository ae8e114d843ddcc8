"""The pipeline under FastAPI: once mounted, and once as it is, to measure against."""

import asyncio

import lockstep
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from pipeline import predict

bare = FastAPI()
app = FastAPI()
app = lockstep.mount(app, extra={"decision.value:threshold": 0.5})


@bare.get("/health")
@app.get("/health")
def health():
    return {"status": "ok"}


@bare.post("/predict")
@app.post("/predict")
async def one(request: Request):
    row = await request.json()
    # Other requests run in between.
    await asyncio.sleep(0)
    return predict(row)


@app.post("/threaded")
def threaded(row: dict):
    return predict(row)


@app.post("/batch")
async def batch(request: Request):
    return [predict(row) for row in await request.json()]


@app.get("/stream")
def stream():
    def pieces():
        yield "a"
        lockstep.stage("too late", 1)
        yield "b"

    lockstep.stage("early", 1)
    return StreamingResponse(pieces(), media_type="text/plain")


@app.get("/broken")
def broken():
    raise RuntimeError("the model's own failure")
