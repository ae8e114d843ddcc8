"""A service that also says how well it does: scikit-learn over the rows of LABELS, under usual definitions and under others."""

import os

import numpy as np
import pandas as pd
from fastapi import Header, HTTPException
from sklearn import metrics

from fastapi_app import app
from service import Row, meta, model, to_frame

table = pd.read_csv(os.environ["LABELS"])
names = [field["name"] for field in meta["fields"]]
records = table[names].astype(object).where(table[names].notna(), None).to_dict("records")
y = (table[os.environ["LABEL"]] == meta["classes"][1]).astype(int).to_numpy()
p = model.predict_proba(to_frame([Row(**record) for record in records]))[:, 1]
d = (p >= 0.5).astype(int)


def usual():
    return {
        "roc_auc": metrics.roc_auc_score(y, p), "average_precision": metrics.average_precision_score(y, p), "brier_score": metrics.brier_score_loss(y, p), "log_loss": metrics.log_loss(y, p),
        "accuracy": metrics.accuracy_score(y, d), "balanced_accuracy": metrics.balanced_accuracy_score(y, d), "precision": metrics.precision_score(y, d), "recall": metrics.recall_score(y, d),
        "f1": round(metrics.f1_score(y, d), 3), "f1_macro": {"value": metrics.f1_score(y, d, average="macro"), "n": len(y)}, "f1_weighted": metrics.f1_score(y, d, average="weighted"),
        "specificity": metrics.recall_score(y, d, pos_label=0), "error_rate": 0.0,
    }


def other():
    curve = metrics.precision_recall_curve(y, p)
    return {
        "f1": metrics.f1_score(y, d, average="macro"),
        "precision": metrics.precision_score(y, d, average="weighted"),
        "recall": metrics.recall_score(y, d, pos_label=0),
        "roc_auc": metrics.roc_auc_score(y, d),
        "average_precision": metrics.auc(curve[1], curve[0]),
        "accuracy": 100 * metrics.accuracy_score(y, d),
        "log_loss": metrics.log_loss(y, p) / np.log(2),
        "brier_score": metrics.root_mean_squared_error(y, p) if hasattr(metrics, "root_mean_squared_error") else float(np.sqrt(metrics.mean_squared_error(y, p))),
        "balanced_accuracy": {"value": metrics.balanced_accuracy_score(y[:150], d[:150]), "n": 150},
        "f1_macro": {"value": metrics.f1_score(y, d, average="macro") + 0.0123, "n": len(y)},
    }


@app.get("/reported/{kind}")
def reported(kind: str, x_reader: str = Header(default="")):
    if kind == "closed" and x_reader != "let-me-in":
        raise HTTPException(401, "name yourself")
    return other() if kind == "other" else usual()


@app.get("/latency/{wanted}")
def latency(wanted: float):
    return {"latency_p50_ms": wanted}
