"""The environment of processes that understand sentences: no telemetry, no network, quiet, one thread unless told."""

import os
from collections.abc import Mapping


def nlu_environment(**more: str) -> Mapping[str, str]:
    """Return this process's environment with what Rasa's Python needs, and `more` over it."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "PYPINYIN_NO_PHRASES": "true",  # characters are looked up one by one; words would take 0.7 s to load
        "OMP_NUM_THREADS": "1",  # many threads on a small matrix wait for each other
        **more,
    }
