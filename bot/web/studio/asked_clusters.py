"""Sentences put together by the live understanding, with what it would take them for; without it by their characters."""

from collections.abc import Sequence

from anyio.to_thread import run_sync

from bot.business.privacy import mask_personal
from bot.business.studio.likeness import bigram_pairs
from bot.business.studio.mining import Cluster, Pair, Sentence, clustered, key_of
from bot.business.studio.understanding import Understanding
from bot.studio.bench import BenchUnavailable
from bot.studio.cases import all_cases
from bot.web.context import Context
from bot.web.studio.asked_memory import AskedMemory

_GUESSED = 300  # groups, the most frequent; the bench serves others too
Guess = Understanding | None


async def clusters_of(
    shared: Context, memory: AskedMemory, sentences: Sequence[Sentence]
) -> tuple[list[Cluster], list[Guess], bool]:
    """Return the groups, what each one's example is taken for, and whether the understanding was there to say so."""
    texts = [each.text for each in sentences]
    pairs: list[Pair] | None = None
    memory.begin(shared.services.live_contents.folder())
    try:
        pairs = await memory.pairs(shared.studio.bench, texts)
        clusters = await run_sync(clustered, sentences, pairs)
        examples = [each.example.text for each in clusters[:_GUESSED]]
        guesses: list[Guess] = [*await memory.taken(shared.studio.bench, examples)]
        return clusters, guesses + [None] * (len(clusters) - len(guesses)), True
    except BenchUnavailable:
        pairs = await run_sync(bigram_pairs, texts) if pairs is None else pairs
        clusters = await run_sync(clustered, sentences, pairs)
        return clusters, [None] * len(clusters), False


def reserved(shared: Context) -> set[str]:
    """Return the keys of all test sentences: what tests isn't learnt from."""
    own = shared.services.test_sentences.all()
    return {key_of(mask_personal(each.text)) for each in all_cases(shared.settings.regression, own)}
