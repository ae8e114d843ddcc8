"""A BentoML service whose APIs take rows in the ways that BentoML knows; the model is a sum that the test can do as well."""

from __future__ import annotations

from typing import Annotated

import bentoml
import numpy as np
from bentoml.validators import DType, Shape
from pydantic import BaseModel


class Applicant(BaseModel):
    age: int
    income: float
    job: str | None = None


def score(age: float, income: float) -> float:
    return age * 0.1 + income / 3


@bentoml.service(name="credit", workers=1, traffic={"timeout": 30})
class Credit:
    @bentoml.api
    def predict(self, rows: list[Applicant]) -> list[dict]:
        return [{"score": score(row.age, row.income), "approved": row.income > 2000, "job": row.job} for row in rows]

    @bentoml.api(batchable=True)
    def gathered(self, rows: list[Applicant]) -> list[float]:
        return [score(row.age, row.income) for row in rows]

    @bentoml.api
    def array(self, features: np.ndarray) -> np.ndarray:
        return features.astype("float64") * np.array([0.1, 1 / 3])

    @bentoml.api
    def typed(self, features: Annotated[np.ndarray, DType("float32"), Shape((-1, 2))]) -> np.ndarray:
        return features.sum(axis=1)

    @bentoml.api
    def columns(self, age: list[int], income: list[float]) -> dict[str, list[float]]:
        return {"score": [score(*pair) for pair in zip(age, income)]}

    @bentoml.api
    def single(self, age: int, income: float, job: str | None = None) -> float:
        return score(age, income)

    @bentoml.api
    def one(self, applicant: Applicant) -> dict:
        return {"score": score(applicant.age, applicant.income)}

    @bentoml.api
    def root(self, rows: list[list[float]], /) -> list[float]:
        return [score(*row) for row in rows]

    @bentoml.api
    def vector(self, features: list[float]) -> float:
        return score(*features)

    @bentoml.api
    def text(self, text: str) -> str:
        return text.upper()

    @bentoml.api(batchable=True)
    def texts(self, texts: list[str]) -> list[int]:
        return [len(text) for text in texts]

    @bentoml.api
    def broken(self, age: int) -> float:
        raise ValueError(f"no model for {age}")
