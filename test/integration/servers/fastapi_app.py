"""One row in, one prediction out."""

from fastapi import FastAPI

from service import Row, answer, meta, to_frame

app = FastAPI(title=meta["name"], version=meta["version"])


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(row: Row):
    return answer(to_frame([row]))[0]
