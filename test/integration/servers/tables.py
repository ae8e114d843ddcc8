"""The tables that the trials ask about, all made from data that scikit-learn brings along."""

import numpy as np
import pandas as pd
from sklearn import datasets


def _some(rows: int, share: float, seed: int) -> np.ndarray:
    """Positions of a fixed share of the rows, the same on every machine and in every version: RandomState's stream is frozen."""
    return np.random.RandomState(seed).permutation(rows)[: int(rows * share)]


def _snake(names) -> list:
    return [str(name).replace(" ", "_").replace("/", "_") for name in names]


def patients() -> pd.DataFrame:
    """442 diabetes patients in their original units: numbers, two categories, and values nobody wrote down."""
    raw = datasets.load_diabetes(as_frame=True, scaled=False)
    data = raw.data
    table = pd.DataFrame(
        {
            "age": data["age"].astype("int64"),
            "sex": data["sex"].map({1.0: "female", 2.0: "male"}),
            "bmi": data["bmi"],
            "weight_class": pd.cut(data["bmi"], [0, 18.5, 25, 30, 99], labels=["under", "normal", "over", "obese"]).astype(object),
            "blood_pressure": data["bp"],
            "total_cholesterol": data["s1"],
            "ldl": data["s2"],
            "hdl": data["s3"],
            "cholesterol_ratio": data["s4"],
            "triglycerides_log": data["s5"],
            "glucose": data["s6"],
        }
    )
    rows = len(table)
    table.loc[_some(rows, 0.15, 1), "blood_pressure"] = np.nan
    table.loc[_some(rows, 0.07, 2), "glucose"] = np.nan
    table.loc[_some(rows, 0.05, 3), "weight_class"] = None
    table["age_band"] = pd.cut(table["age"], [0, 39, 59, 120], labels=["under 40", "40 to 59", "60 and over"]).astype(str)
    table["progression"] = raw.target.astype("float64")
    table["outcome"] = np.where(raw.target > raw.target.median(), "urgent", "routine")
    return table


def tumours() -> pd.DataFrame:
    """569 breast tumours, thirty measurements each."""
    raw = datasets.load_breast_cancer(as_frame=True)
    table = raw.data.copy()
    table.columns = _snake(table.columns)
    table["size_band"] = np.where(raw.data["mean radius"] < 14, "small", "large")
    table["diagnosis"] = np.where(raw.target == 0, "malignant", "benign")
    return table


def wines() -> pd.DataFrame:
    """178 wines of three growers."""
    raw = datasets.load_wine(as_frame=True)
    table = raw.data.copy()
    table.columns = _snake(table.columns)
    table["strength"] = np.where(raw.data["alcohol"] < 13, "light", "strong")
    table["grower"] = np.array(["first", "second", "third"])[raw.target]
    return table


def digits() -> pd.DataFrame:
    """1797 handwritten digits, 8 x 8 grey levels; some pixels never change, so their covariance is singular."""
    raw = datasets.load_digits(as_frame=True)
    table = raw.data.copy()
    table["ink"] = np.where(raw.data.sum(axis=1) < 313, "thin", "thick")
    table["digit"] = np.array([f"digit_{number}" for number in raw.target])
    return table
