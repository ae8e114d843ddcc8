"""What goes wrong in one environment and not in the other, as a wrapper around the model, chosen by FAULT.

FAULT holds one name or several with commas; FAULT_COLUMNS holds the columns it is about.
"""

import os
import random
import threading
import time

from sklearn.preprocessing import StandardScaler


class Wrapped:
    """A model whose input passes through something first."""

    def __init__(self, model):
        self._model = model

    def __getattr__(self, name):
        return getattr(self._model, name)

    def _before(self, frame):
        return frame

    def predict(self, frame):
        return self._model.predict(self._before(frame))

    def predict_proba(self, frame):
        return self._model.predict_proba(self._before(frame))


def _columns():
    return os.environ["FAULT_COLUMNS"].split(",")


class SwapColumns(Wrapped):
    """Two columns arrive in each other's place."""

    def _before(self, frame):
        first, second = _columns()
        return frame.assign(**{first: frame[second], second: frame[first]})


class ImputeZero(Wrapped):
    """Missing numbers become 0 before the pipeline's own imputer sees them."""

    def _before(self, frame):
        numbers = frame.select_dtypes("number").columns
        return frame.assign(**{name: frame[name].fillna(0) for name in numbers})


class NarrowFloats(Wrapped):
    """Numbers pass through float32 on their way in."""

    def _before(self, frame):
        numbers = frame.select_dtypes("float64").columns
        return frame.assign(**{name: frame[name].astype("float32").astype("float64") for name in numbers})


class ScaleThousand(Wrapped):
    """A column arrives in another unit."""

    def _before(self, frame):
        return frame.assign(**{name: frame[name] * 1000 for name in _columns()})


class ScaleOnBatch(Wrapped):
    """The scaler learns from the rows of the request instead of the training data."""

    def predict_proba(self, frame):
        return self._model.named_steps["model"].predict_proba(StandardScaler().fit_transform(frame))


class DropoutOn(Wrapped):
    """Nobody switched the network to serving."""

    def __init__(self, model):
        super().__init__(model)
        model.named_steps["model"].train()


class SharedRow(Wrapped):
    """The row waits in the object while something else is looked up, and another thread puts its own there."""

    def _before(self, frame):
        self._row = frame
        time.sleep(0.004)
        return self._row


class Slow(Wrapped):
    """Every answer takes longer, by several times what a busy machine needs for an answer."""

    def _before(self, frame):
        time.sleep(0.15)
        return frame


class SomeErrors(Wrapped):
    """One request in twenty fails."""

    _lock = threading.Lock()
    _random = random.Random(5)

    def _before(self, frame):
        with self._lock:
            unlucky = self._random.random() < 0.05
        if unlucky:
            raise RuntimeError("feature store did not answer")
        return frame


FAULTS = {
    "swap-columns": SwapColumns,
    "impute-zero": ImputeZero,
    "narrow-floats": NarrowFloats,
    "scale-thousand": ScaleThousand,
    "scale-on-batch": ScaleOnBatch,
    "dropout-on": DropoutOn,
    "shared-row": SharedRow,
    "slow": Slow,
    "some-errors": SomeErrors,
}


def apply(model):
    for name in filter(None, os.environ.get("FAULT", "").split(",")):
        model = FAULTS[name](model)
    return model
