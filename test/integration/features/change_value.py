"""Adds one to one customer's `payments` in the online store, as a job that wrote a wrong value would."""

import sqlite3
import sys

from feast.protos.feast.types.Value_pb2 import Value

with sqlite3.connect(sys.argv[1]) as online:
    key, written = online.execute("SELECT entity_key, value FROM credit_history WHERE feature_name = 'payments' ORDER BY entity_key LIMIT 1").fetchone()
    value = Value.FromString(written)
    value.int64_val += 1
    online.execute("UPDATE credit_history SET value = ? WHERE entity_key = ? AND feature_name = 'payments'", (value.SerializeToString(), key))
    print(value.int64_val - 2**53 - 1)
