"""Read, validate and exchange what the assistant knows."""
