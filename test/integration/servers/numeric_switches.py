"""What the numeric libraries of this process really use, as one line of JSON; switches with unknown names are ignored silently."""

import json

import numpy
import scipy.linalg  # noqa: F401  loads its own OpenBLAS
from numpy.core._multiarray_umath import __cpu_features__
from threadpoolctl import threadpool_info

print(
    json.dumps(
        {
            "numpy": numpy.__version__,
            "features": [name for name, on in __cpu_features__.items() if on],
            "blas": sorted({f"{pool['internal_api']} {pool['version']} {pool['architecture']}" for pool in threadpool_info() if pool["user_api"] == "blas"}),
        }
    )
)
