"""Words and sentences to a Vosk decoding graph: numpy, pypinyin and jieba only, so that it can be rebuilt at run time."""

from speech.graph.adapt import adapt
from speech.graph.build import GraphReport, build_graph

__all__ = ["GraphReport", "adapt", "build_graph"]
