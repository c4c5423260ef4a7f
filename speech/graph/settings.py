"""The model's files under `conf/`, and the numbers that training and decoding must agree on."""

from pathlib import Path

RATE = 16000  # Hz
CEPSTRA = 40  # as many as mel filters
LOWEST_HZ, HIGHEST_HZ = 60, 3700  # what a telephone carries, so one model serves both rates
SUBSAMPLING = 3  # one network output every 3 frames of 10 ms

# Without allow-upsample a recogniser opened at 8 kHz throws.
_MFCC = f"""\
--use-energy=false
--num-mel-bins={CEPSTRA}
--num-ceps={CEPSTRA}
--low-freq={LOWEST_HZ}
--high-freq={HIGHEST_HZ}
--sample-frequency={RATE}
--dither=0
--allow-upsample=true
"""
# Both blanks count as silence: with the first alone some utterances never end.
_DECODER = f"""\
--min-active=200
--max-active=5000
--beam=13
--lattice-beam=6
--acoustic-scale=1.0
--frame-subsampling-factor={SUBSAMPLING}
--endpoint.silence-phones=1:2
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""


def write_settings(folder: Path) -> None:
    """Write `mfcc.conf` and `model.conf` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mfcc.conf").write_text(_MFCC, encoding="ascii")
    (folder / "model.conf").write_text(_DECODER, encoding="ascii")
