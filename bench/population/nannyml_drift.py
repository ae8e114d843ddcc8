"""NannyML's univariate drift on two Parquet files, with its default chunks."""
import logging
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import nannyml  # noqa: E402
import pandas as pd  # noqa: E402
from peer_timing import report  # noqa: E402

logging.disable(logging.CRITICAL)


def work():
    reference, candidate = (pd.read_parquet(path).drop(columns=["id", "ts"]) for path in sys.argv[1:3])
    names = list(reference.columns)
    words = [name for name in names if reference[name].dtype.kind not in "fi"] + ["label"]
    calculator = nannyml.UnivariateDriftCalculator(column_names=names, treat_as_categorical=words)
    calculator.fit(reference)
    return len(calculator.calculate(candidate).to_df())


report(work)
