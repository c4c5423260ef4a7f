"""Builds the whole model: speech, features, network, graph. A step whose result lies in the cache is not repeated.

.venv-train/bin/python -m speech.training.build --sentences FILE --out tests/models/vosk-xiaozheng-cn --minutes 9
"""

import argparse
from pathlib import Path

import torch

from speech.graph import GraphReport, build_graph
from speech.graph.settings import write_settings
from speech.graph.units import UNITS
from speech.training.collect import SENTENCES, read_sentences
from speech.training.export import write_model
from speech.training.features import examples, extract
from speech.training.net import Net
from speech.training.synthesis import synthesise
from speech.training.train import train
from speech.training.utterances import plan

_CACHE = Path("var/speech-training")
_RANDOM_STRINGS = 2600
_NUMBERS = 900
_COPIES = 3  # of every utterance, each disturbed in another way
_WIDTH = 160  # channels of the network


def build(sentences: list[str], out: Path, cache: Path, minutes: float, threads: int) -> GraphReport:
    """Write the model into `out`, training for `minutes` unless `cache` holds a trained network already."""
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / "utterances.json").exists():
        synthesise(plan(sentences, _RANDOM_STRINGS, _NUMBERS), cache, threads)
    if not (cache / "features.json").exists():
        extract(cache, _COPIES, threads)
    net = _trained(cache, minutes, threads)
    write_model(net, out / "am" / "final.mdl")
    write_settings(out / "conf")
    return build_graph(out, sentences, out)


def _trained(cache: Path, minutes: float, threads: int) -> Net:
    """Return the cached network, or a new one that is cached at once."""
    file = cache / "net.pt"
    if not file.exists():
        net = train(examples(cache), _WIDTH, minutes, threads)
        draft = file.with_suffix(".part")
        torch.save({"width": net.width, "state": net.state_dict()}, draft)
        draft.replace(file)
    saved = torch.load(file, weights_only=True)
    net = Net(len(UNITS) + 1, saved["width"])
    net.load_state_dict(saved["state"])
    return net.eval()


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, required=True, help="one sentence a line, besides our own")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--minutes", type=float, default=9.0, help="of training")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=_CACHE, help="remove it to start over")
    chosen = parser.parse_args()
    sentences = [*read_sentences(SENTENCES), *read_sentences(chosen.sentences)]
    print(build(sentences, chosen.out, chosen.cache, chosen.minutes, chosen.threads))


if __name__ == "__main__":
    main()
