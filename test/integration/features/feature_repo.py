"""A Feast repository of three views with their offline rows, materialised unevenly: `balances` five days late, `places` without eight customers."""

import sqlite3
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, ValueType
from feast.types import Float32, Float64, Int64, String

folder = Path(sys.argv[1])
(folder / "feature_store.yaml").write_text(
    "project: credit\nprovider: local\nregistry: registry.db\nonline_store:\n  type: sqlite\n  path: online.db\nentity_key_serialization_version: 3\n"
)
now = datetime.now(timezone.utc).replace(microsecond=123456)
rows = [
    {
        "customer_id": i, "event_timestamp": now - timedelta(days=days), "created": now - timedelta(days=days) + timedelta(minutes=wrote),
        "income": 1000.25 * i + days, "payments": 2**53 + i if wrote == 1 else -1, "rating": 0.1 * i + days, "balance": 10.5 * i - days,
        "region": None if i % 50 == 0 else ("north" if i % 2 else "south"),
    }
    for i in range(1, 201)
    for days in (10, 1)
    for wrote in (1, 0)
]
frame = pd.DataFrame(rows).astype({"rating": "float32"})
frame.to_parquet(folder / "customers.parquet")

store = FeatureStore(repo_path=str(folder))
customer = Entity(name="customer", join_keys=["customer_id"], value_type=ValueType.INT64)
source = FileSource(path=str(folder / "customers.parquet"), timestamp_field="event_timestamp", created_timestamp_column="created")


def view(name: str, **fields: object) -> FeatureView:
    return FeatureView(name=name, entities=[customer], ttl=timedelta(days=30), source=source, schema=[Field(name=each, dtype=dtype) for each, dtype in fields.items()])


store.apply([customer, view("history", income=Float64, payments=Int64, rating=Float32), view("balances", balance=Float64), view("places", region=String)])
start = now - timedelta(days=20)
store.materialize(start_date=start, end_date=now, feature_views=["history", "places"])
store.materialize(start_date=start, end_date=now - timedelta(days=5), feature_views=["balances"])

with sqlite3.connect(folder / "online.db") as online:
    keys = [row[0] for row in online.execute("SELECT DISTINCT entity_key FROM credit_places ORDER BY entity_key LIMIT 8")]
    online.executemany("DELETE FROM credit_places WHERE entity_key = ?", [(key,) for key in keys])
print("ready")
