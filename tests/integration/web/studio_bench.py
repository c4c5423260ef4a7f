"""A bench without training: what each sentence is taken for is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.business.studio.understanding import Near, Understanding
from bot.studio.bench import BenchUnavailable


@dataclass
class FakeBench:
    """`taken`: for a sentence its intent, or the options to ask back with; by release's folder, None the live one."""

    taken: dict[str | None, dict[str, str | tuple[str, ...]]] = field(default_factory=dict)
    asked: list[tuple[int, str | None]] = field(default_factory=list)
    away: bool = False

    async def understand(
        self, texts: Sequence[str], folder: str | None = None, reasons: int = 0
    ) -> list[Understanding]:
        """Return what is given; whatever isn't is not understood."""
        if self.away:
            raise BenchUnavailable("它没有回答，请再试一次。")
        self.asked.append((len(texts), folder))
        return [
            self._one(text, self.taken.get(folder, {}).get(text, "nlu_fallback"), reasons) for text in texts
        ]

    async def close(self) -> None:
        """Nothing runs."""

    def _one(self, text: str, taken: str | tuple[str, ...], reasons: int) -> Understanding:
        intent, options = (taken, ()) if isinstance(taken, str) else ("clarify", taken)
        first = options[0] if options else intent if intent != "nlu_fallback" else "out_of_scope"
        ranking = ((first, 0.62), ("faq_card_lost", 0.2), ("faq_card_apply", 0.1), ("greet", 0.001))
        near = (Near("社保卡丢了怎么补办", "faq_card_lost", 0.4), Near("你好", "greet", -0.1))
        sure = 0.62 if options else 0.93
        meant = text.replace("设保", "社保")
        return Understanding(
            text, meant, "保" in text, ranking, intent, sure, options, near if reasons else ()
        )


def book(rows: Sequence[Sequence[Any]], sheet: str = "句子") -> bytes:
    """Return a workbook with these rows."""
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def rows_in(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet."""
    return list(load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True))
