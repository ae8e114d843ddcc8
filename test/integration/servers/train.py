"""Trains the models of the trials and writes them beside the rows that are asked.

    python train.py DIRECTORY

For every model NAME: NAME.joblib, NAME.json (what the service needs to know), and for every table TABLE.csv and TABLE.parquet.
"""

import json
import sys
from pathlib import Path

import joblib
import sklearn
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import tables
from dropout_network import DropoutNetwork

# table: maker, id prefix, label, other columns that no model sees, rows to train on, rows to ask
TABLES = {
    "patients": (tables.patients, "patient", "outcome", ["age_band", "progression"], 142, 300),
    "tumours": (tables.tumours, "tumour", "diagnosis", ["size_band"], 200, 369),
    "wines": (tables.wines, "wine", "grower", ["strength"], 178, 178),
    "digits": (tables.digits, "digit", "digit", ["ink"], 897, 900),
}


def mixed(estimator) -> Pipeline:
    """Impute, encode and scale, then predict."""
    prepare = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="mean"), StandardScaler()), make_column_selector(dtype_exclude=object)),
            ("words", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), make_column_selector(dtype_include=object)),
        ],
        sparse_threshold=0,
    )
    return Pipeline([("prepare", prepare), ("model", estimator)])


def scaled(estimator) -> Pipeline:
    return Pipeline([("scale", StandardScaler()), ("model", estimator)])


# model: table, label or None for the table's own, classes' names or None, estimator, first training row
MODELS = {
    "patients-logistic": ("patients", None, ["routine", "urgent"], mixed(LogisticRegression(max_iter=1000)), 0),
    "patients-logistic-old": ("patients", None, ["routine", "urgent"], mixed(LogisticRegression(C=0.05, max_iter=1000)), 82),
    "patients-forest": ("patients", None, ["routine", "urgent"], mixed(RandomForestClassifier(100, min_samples_leaf=3, random_state=7)), 0),
    "patients-gradient-boosting": ("patients", None, ["routine", "urgent"], mixed(GradientBoostingClassifier(random_state=7)), 0),
    "patients-hist-gradient-boosting": ("patients", None, ["routine", "urgent"], mixed(HistGradientBoostingClassifier(random_state=7)), 0),
    "patients-linear": ("patients", "progression", None, mixed(LinearRegression()), 0),
    "tumours-logistic": ("tumours", None, ["benign", "malignant"], scaled(LogisticRegression(max_iter=1000)), 0),
    "tumours-network": ("tumours", None, ["benign", "malignant"], scaled(DropoutNetwork()), 0),
    "wines-logistic": ("wines", None, None, scaled(LogisticRegression(max_iter=1000)), 0),
    "digits-qda": ("digits", None, None, Pipeline([("model", QuadraticDiscriminantAnalysis())]), 0),
    "digits-network": ("digits", None, None, scaled(MLPClassifier((32,), max_iter=300, random_state=7)), 0),
}


def field(series) -> dict:
    kind = "string" if series.dtype == object else "integer" if series.dtype.kind == "i" else "number"
    return {"name": series.name, "kind": kind, "nullable": bool(series.isna().any())}


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    loaded = {}
    for name, (make, prefix, label, hidden, train, ask) in TABLES.items():
        # A fixed order, mixed so that both halves look alike.
        table = make().sample(frac=1, random_state=11).reset_index(drop=True)
        table.insert(0, "id", [f"{prefix}-{row + 1:04d}" for row in range(len(table))])
        loaded[name] = (table, train)
        asked = table.tail(ask)
        asked.to_csv(target / f"{name}.csv", index=False)
        asked.to_parquet(target / f"{name}.parquet", index=False)

    for name, (source, label, classes, estimator, first) in MODELS.items():
        table, train = loaded[source]
        own, hidden = TABLES[source][2], TABLES[source][3]
        features = table.drop(columns=["id", own, *hidden])
        rows = slice(first, first + train)
        estimator.fit(features[rows], table[label or own][rows])
        joblib.dump(estimator, target / f"{name}.joblib")
        describe = {
            "name": name,
            "version": "2026-03",
            "kind": "regression" if label == "progression" else "binary" if classes else "classes",
            "classes": classes,
            "fields": [field(features[column]) for column in features],
            "trained_with": sklearn.__version__,
        }
        (target / f"{name}.json").write_text(json.dumps(describe, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
