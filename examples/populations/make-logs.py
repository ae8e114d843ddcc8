"""Makes the logs of this folder: a loan model in March and in April, and what came of the loans. Standard library only; the same bytes each time.

In April a new form leaves the income empty now and then, and more young people apply. The model takes a missing income for 0.
"""
import gzip
import math
import random
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ROWS = 3400


def logistic(x):
    return 1 / (1 + math.exp(-x))


def write(path, lines):
    path.parent.mkdir(exist_ok=True)
    # No time in the header of the archive: the same logs are the same bytes.
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        packed.write(("\n".join(lines) + "\n").encode())


def month(rng, first, prefix, new_form):
    log = ["application_id,timestamp,income,age,employment,region,probability,decision,latency_ms"]
    outcomes = []
    for number in range(ROWS):
        at = first + timedelta(seconds=int((number + rng.random()) * 28 * 86400 / ROWS))
        income = round(rng.lognormvariate(3.5, 0.45), 1)
        age = min(85, max(18, int(rng.gauss(35 if new_form else 42, 11))))
        employment = rng.choices(["salaried", "self-employed", "student", "retired"], [60, 22, 8, 10])[0]
        region = rng.choices(["north", "south", "east", "west"], [40, 25, 20, 15])[0]
        truth = logistic(1.2 - 0.07 * income + 0.7 * (employment == "self-employed") + 0.9 * (employment == "student") - 0.01 * (age - 42))
        seen = "" if new_form and rng.random() < 0.17 else income
        risk = logistic(1.2 - 0.07 * (seen or 0) + 0.7 * (employment == "self-employed") + 0.9 * (employment == "student") - 0.01 * (age - 42))
        name = f"{prefix}{number:04d}"
        log.append(f"{name},{at:%Y-%m-%dT%H:%M:%SZ},{seen},{age},{employment},{region},{risk:.3f},{'reject' if risk > 0.5 else 'approve'},{int(rng.lognormvariate(2.3, 0.35))}")
        outcomes.append(f"{name},{int(rng.random() < truth)},{at + timedelta(days=30 + int(rng.expovariate(0.1))):%Y-%m-%d}")
    return log, outcomes


def main():
    rng = random.Random(20260301)
    came = ["application_id,defaulted,known_on"]
    for first, prefix, new_form in ((datetime(2026, 3, 1), "m", False), (datetime(2026, 4, 1), "a", True)):
        log, outcomes = month(rng, first, prefix, new_form)
        write(HERE / "logs" / f"{first:%Y-%m}.csv.gz", log)
        came += outcomes
    write(HERE / "outcomes.csv.gz", came)


if __name__ == "__main__":
    main()
