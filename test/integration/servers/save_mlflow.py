"""Saves a trained model the way MLflow wants it: python save_mlflow.py MODEL.joblib TABLE.csv DIRECTORY"""

import json
import sys
from pathlib import Path

import joblib
import mlflow.sklearn
import pandas as pd
from mlflow.models import infer_signature

source, table, target = map(Path, sys.argv[1:])
model = joblib.load(source)
meta = json.loads(source.with_suffix(".json").read_text())
rows = pd.read_csv(table)[[field["name"] for field in meta["fields"]]]
answer = "predict" if meta["kind"] == "regression" else "predict_proba"
mlflow.sklearn.save_model(
    model,
    target,
    signature=infer_signature(rows, getattr(model, answer)(rows)),
    pyfunc_predict_fn=answer,
    serialization_format="cloudpickle",
    pip_requirements=["mlflow", "scikit-learn"],
)
