"""What happens to a row before the model sees it; the same code trains and serves."""

import lockstep

REGIONS = ("EU", "US", "APAC")


class Prepare:
    """A missing income becomes `income`, numbers are scaled, and the region becomes its place in REGIONS."""

    def __init__(self, income):
        self.income = income

    def __call__(self, row):
        if row["region"] not in REGIONS:
            raise ValueError("unknown region %s" % row["region"])
        income = self.income if row["income"] is None else row["income"]
        filled = lockstep.stage("filled", {"age": float(row["age"]), "income": float(income), "region": row["region"]})
        return [(filled["age"] - 40) / 10, filled["income"] / 50000 - 1, float(REGIONS.index(filled["region"]))]
