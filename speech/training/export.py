"""Writes a trained network as Kaldi's `final.mdl` (nnet3), its normalisation folded into the affine layers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.graph.settings import CEPSTRA
from speech.training import kaldi
from speech.training.kaldi import float32, float64, int32, token
from speech.training.net import CONTEXT, LAYERS, Net

Floats = NDArray[np.float64]

_NONE = kaldi.vector([])  # no statistics were kept


@dataclass(frozen=True)
class Component:
    """A nnet3 component: its node's name, where its input comes from, and its bytes."""

    name: str
    source: str
    body: bytes


def write_model(net: Net, file: Path) -> None:
    """Write `net` to `file`; the network must be in evaluation state."""
    components = list(_components(net))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(
        b"".join(
            [
                kaldi.HEADER,
                kaldi.transition_model(),
                token("<Nnet3>") + b"\n" + _config(components),
                token("<NumComponents>") + int32(len(components)),
                *(token("<ComponentName>") + token(each.name) + each.body for each in components),
                token("</Nnet3>"),
                token("<LeftContext>") + int32(CONTEXT) + token("<RightContext>") + int32(CONTEXT),
                token("<Priors>") + _NONE,
            ]
        )
    )


def _config(components: list[Component]) -> bytes:
    """Return the lines that join components; an empty line ends them."""
    nodes = (
        f"component-node name={each.name} component={each.name} input={each.source}" for each in components
    )
    last = f"output-node name=output input={components[-1].name} objective=linear"
    return "\n".join([f"input-node name=input dim={CEPSTRA}", *nodes, last, "", ""]).encode("ascii")


def _components(net: Net) -> Iterator[Component]:
    source = "input"
    for at, (layer, (weights, bias)) in enumerate(zip(LAYERS, folded(net), strict=True)):
        name, before = f"layer{at}", source
        yield Component(f"{name}.affine", _append(before, layer.offsets), _affine(weights, bias))
        yield Component(f"{name}.relu", f"{name}.affine", _nonlinearity("RectifiedLinear", net.width))
        source = f"{name}.relu"
        if layer.residual:
            yield Component(f"{name}.sum", f"Sum({source}, {before})", _no_op(net.width))
            source = f"{name}.sum"
    weights = _array(net, "output.weight")[:, :, 0]
    yield Component("scores.affine", source, _affine(weights, _array(net, "output.bias")))
    yield Component("scores.log", "scores.affine", _nonlinearity("LogSoftmax", len(weights)))


def folded(net: Net) -> Iterator[tuple[Floats, Floats]]:
    """Yield each layer's weights, shape (out, offsets × in), and bias, with all normalisation worked in."""
    for at, norm in enumerate(net.norms):
        weights, bias = _array(net, f"convolutions.{at}.weight"), _array(net, f"convolutions.{at}.bias")
        if at == 0:
            scale = _array(net, "scale")
            bias = bias - np.einsum("oik,i->o", weights, _array(net, "mean") * scale)
            weights = weights * scale[None, :, None]
        gain = _array(net, f"norms.{at}.weight") / np.sqrt(_array(net, f"norms.{at}.running_var") + norm.eps)
        bias = (bias - _array(net, f"norms.{at}.running_mean")) * gain + _array(net, f"norms.{at}.bias")
        weights = weights * gain[:, None, None]
        yield weights.transpose(0, 2, 1).reshape(len(weights), -1), bias  # nnet3's Append: offset by offset


def _array(net: Net, name: str) -> Floats:
    return net.state_dict()[name].numpy().astype(np.float64)


def _append(source: str, offsets: tuple[int, ...]) -> str:
    parts = (source if offset == 0 else f"Offset({source}, {offset})" for offset in offsets)
    return f"Append({', '.join(parts)})"


def _affine(weights: Floats, bias: Floats) -> bytes:
    parameters = token("<LinearParams>") + kaldi.matrix(weights) + token("<BiasParams>") + kaldi.vector(bias)
    return token("<FixedAffineComponent>") + parameters + token("</FixedAffineComponent>")


def _no_op(width: int) -> bytes:
    scale = token("<BackpropScale>") + float32(1.0)
    return token("<NoOpComponent>") + token("<Dim>") + int32(width) + scale + token("</NoOpComponent>")


def _nonlinearity(kind: str, width: int) -> bytes:
    statistics = token("<ValueAvg>") + _NONE + token("<DerivAvg>") + _NONE + token("<Count>") + float64(0)
    statistics += token("<OderivRms>") + _NONE + token("<OderivCount>") + float64(0)
    repaired = token("<NumDimsSelfRepaired>") + float64(0) + token("<NumDimsProcessed>") + float64(0)
    size = token("<Dim>") + int32(width)
    return token(f"<{kind}Component>") + size + statistics + repaired + token(f"</{kind}Component>")
