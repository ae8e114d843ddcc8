"""NannyML's univariate drift as it ships (ten chunks, mean and 3 standard deviations of the reference's chunks): a column alarms when any of the candidate's ten chunks does."""
import logging
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import nannyml  # noqa: E402
from populations import CATEGORIES, NUMERIC, measure  # noqa: E402

logging.disable(logging.CRITICAL)


def alarms(reference, candidate):
    calculator = nannyml.UnivariateDriftCalculator(column_names=NUMERIC + CATEGORIES, treat_as_categorical=CATEGORIES)
    calculator.fit(reference)
    found = calculator.calculate(candidate).filter(period="analysis").to_df()
    return {name: bool(found[name].xs("alert", axis=1, level=-1).to_numpy().any()) for name in NUMERIC + CATEGORIES}


measure("NannyML", alarms, [(int(rows), int(replications)) for rows, replications in (arg.split("x") for arg in sys.argv[1:])])
