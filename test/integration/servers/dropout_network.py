"""A small network in plain numpy with a dropout layer, as deep learning frameworks have it: on in training, off in serving."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.neural_network import MLPClassifier


class DropoutNetwork(ClassifierMixin, BaseEstimator):
    def __init__(self, hidden=24, rate=0.2, random_state=7):
        self.hidden = hidden
        self.rate = rate
        self.random_state = random_state
        self.training = False

    def fit(self, X, y):
        fitted = MLPClassifier((self.hidden,), max_iter=400, random_state=self.random_state).fit(X, y)
        self.classes_ = fitted.classes_
        self.weights_, self.biases_ = fitted.coefs_, fitted.intercepts_
        return self

    def train(self, mode=True):
        self.training = mode
        return self

    def predict_proba(self, X):
        hidden = np.maximum(np.asarray(X) @ self.weights_[0] + self.biases_[0], 0)
        if self.training:
            hidden = hidden * (np.random.random(hidden.shape) >= self.rate) / (1 - self.rate)
        positive = 1 / (1 + np.exp(-(hidden @ self.weights_[1] + self.biases_[1]).ravel()))
        return np.column_stack([1 - positive, positive])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
