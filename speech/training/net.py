"""The acoustic network: seven convolutions over time, their width in frames 49, one output every third frame."""

from dataclasses import dataclass

import torch
from torch import nn

from speech.graph.settings import CEPSTRA, SUBSAMPLING

CONTEXT = 24  # frames that the layers below reach to each side, together
OUTPUT_EVERY = SUBSAMPLING


@dataclass(frozen=True)
class Layer:
    """One convolution: where it looks (offsets in frames of the input sound), and whether its input is added."""

    offsets: tuple[int, ...]
    residual: bool


LAYERS = (
    Layer((-2, -1, 0, 1, 2), False),
    Layer((-1, 0, 1), False),  # from here on only every third frame is computed
    Layer((-3, 0, 3), True),
    Layer((-3, 0, 3), True),
    Layer((-3, 0, 3), True),
    Layer((-6, 0, 6), True),
    Layer((-6, 0, 6), True),
)
_SUBSAMPLED = 1  # the layer that strides
_DROPOUT = 0.1


class Net(nn.Module):
    """Features (batch, frames + 2 × CONTEXT, 40) to unit scores (batch, frames / 3, units + blank)."""

    def __init__(self, outputs: int, width: int) -> None:
        super().__init__()
        self.width = width
        self.convolutions = nn.ModuleList(_convolution(at, width) for at in range(len(LAYERS)))
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in LAYERS)
        self.output = nn.Conv1d(width, outputs, 1)
        self.register_buffer("mean", torch.zeros(CEPSTRA))
        self.register_buffer("scale", torch.ones(CEPSTRA))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Return unnormalised scores."""
        hidden = ((features - self.mean) * self.scale).transpose(1, 2)
        for layer, convolution, norm in zip(LAYERS, self.convolutions, self.norms, strict=True):
            new = nn.functional.dropout(torch.relu(norm(convolution(hidden))), _DROPOUT, self.training)
            hidden = new + _middle(hidden, new.shape[2]) if layer.residual else new
        return self.output(hidden).transpose(1, 2)


def _convolution(at: int, width: int) -> nn.Conv1d:
    offsets = LAYERS[at].offsets
    step = offsets[1] - offsets[0]
    dilation = step // OUTPUT_EVERY if at > _SUBSAMPLED else step
    stride = OUTPUT_EVERY if at == _SUBSAMPLED else 1
    return nn.Conv1d(width if at else CEPSTRA, width, len(offsets), stride=stride, dilation=dilation)


def _middle(hidden: torch.Tensor, length: int) -> torch.Tensor:
    cut = (hidden.shape[2] - length) // 2
    return hidden[:, :, cut : cut + length]
