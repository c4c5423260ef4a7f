"""Tells speech from silence and noise with Silero's network (MIT), run by ONNX Runtime without torch."""

import importlib.util
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from speech.errors import ModelError
from speech.gate import GateEvent, SpeechGate

__all__ = ["GateEvent", "SileroStream", "SileroVad", "SpeechGate"]


class SileroVad:
    """The network, shared by all streams of one rate; its streams may run in different threads.

    `window`: samples a judgement takes (32 ms), `rate`: Hz. Raises ModelError when the network isn't there.
    """

    def __init__(self, rate: Literal[8000, 16000], network: Path | None = None) -> None:
        import onnxruntime  # half a second: only those who listen pay for it

        if rate not in (8000, 16000):
            raise ModelError("bad_rate", f"语音检测只支持 8000 或 16000 Hz，不支持 {rate} Hz。")
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1  # many streams, small work each
        path = network or _network_of_wheel()
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rate = np.array(rate, dtype=np.int64)
        self.rate = int(rate)
        self.window = rate * 32 // 1000

    def stream(self) -> "SileroStream":
        """Return the state of a new stream."""
        return SileroStream(self)

    def run(
        self, samples: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32]]:
        """Return the probability of speech and the next state. Shapes: (1, context + window), (2, 1, 128)."""
        inputs: dict[str, Any] = {"input": samples, "state": state, "sr": self._rate}
        probability, following = self._session.run(None, inputs)
        return float(probability[0, 0]), following


class SileroStream:
    """One stream's memory: the network's state and the last 4 ms of sound."""

    def __init__(self, vad: SileroVad) -> None:
        self._vad = vad
        self._state = np.zeros((2, 1, 128), dtype=np.float32)
        self._context = np.zeros(vad.window // 8, dtype=np.float32)

    def probability(self, pcm: bytes) -> float:
        """Return how likely one window of PCM16 (`window` samples) is speech, 0.0 to 1.0."""
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        joined = np.concatenate((self._context, samples))
        self._context = samples[-len(self._context) :]
        probability, self._state = self._vad.run(joined[None, :], self._state)
        return probability


def _network_of_wheel() -> Path:
    """Return the network file of the silero-vad wheel, without importing it: that would import torch."""
    found = importlib.util.find_spec("silero_vad")  # finds a top-level package, doesn't run it
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder) / "data" / "silero_vad.onnx"
        if path.is_file():
            return path
    raise ModelError("vad_missing", "没有找到语音检测模型，请安装 silero-vad。")
