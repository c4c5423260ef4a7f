"""Open311 GeoReport v2 at /open311/v2: what other cities' programs speak. For operators: docs/open311.md."""
