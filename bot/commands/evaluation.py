"""hotline evaluate: labelled sentences through the running stack, and how many came out right."""

import json
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.commands.terminal import fail
from bot.settings import Settings

_SECONDS = 30.0


@dataclass(frozen=True)
class Case:
    """A sentence and what it should be taken for: a topic's id, or a kind of reply."""

    text: str
    expect: str
    group: str
    channel: str


@dataclass(frozen=True)
class Outcome:
    """What a sentence was taken for. `got` is the topic for faq and calculation, else the kind."""

    case: Case
    got: str
    options: tuple[str, ...]
    ms: float

    @property
    def right(self) -> bool:
        """Return whether the first reply is the expected one."""
        return self.got == self.case.expect

    @property
    def offered(self) -> bool:
        """Return whether the answer was given, or is among the offered options."""
        return self.right or self.case.expect in self.options


def evaluate(
    file: Annotated[Path, typer.Argument(help='JSONL，每行 {"text": …, "expect": 主题编号或回答种类}')],
    out: Annotated[Path | None, typer.Option("-o", "--output", help="结果另存为 JSON")] = None,
    wrong: Annotated[bool, typer.Option(help="列出答错的句子")] = False,
) -> None:
    """Score labelled sentences through the running stack."""
    cases = read_cases(file)
    outcomes = _ask_all(Settings().site_url, cases)
    report = summarise(outcomes)
    _show(report, Console())
    if wrong:
        for each in outcomes:
            if not each.right:
                typer.echo(f"{each.case.expect}\t{each.got}\t{each.case.text}")
    if out:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_cases(file: Path) -> list[Case]:
    """Return the cases in a JSONL file, or end with every line that is wrong."""
    cases, problems = [], []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        fail(f"读不了 {file}：{error}")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            cases.append(
                Case(row["text"], row["expect"], row.get("group", "全部"), row.get("channel", "web"))
            )
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{file}:{number}: 这一行不对（{error}），要有 text 和 expect")
    if problems or not cases:
        fail("\n".join(problems) or f"{file} 里没有句子。")
    return cases


def summarise(outcomes: list[Outcome]) -> dict[str, Any]:
    """Return counts and shares, overall and by group; every share with its denominator."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[each.case.group].append(each)
    confused = Counter((each.case.expect, each.got) for each in outcomes if not each.right)
    return {
        "overall": _counts(outcomes),
        "groups": {name: _counts(rows) for name, rows in sorted(groups.items())},
        "confused": [{"expect": e, "got": g, "count": n} for (e, g), n in confused.most_common(20)],
    }


def _counts(rows: list[Outcome]) -> dict[str, Any]:
    answered = [each for each in rows if each.got not in ("clarify", "out_of_scope")]
    return {
        "sentences": len(rows),
        "right": sum(each.right for each in rows),
        "right_or_offered": sum(each.offered for each in rows),
        "answered": len(answered),
        "answered_wrong": sum(not each.right for each in answered),
        "median_ms": round(median(each.ms for each in rows), 1),
    }


def _ask_all(site: str, cases: list[Case]) -> list[Outcome]:
    with httpx.Client(base_url=site, timeout=_SECONDS, trust_env=False) as http:
        try:
            return [_ask(http, case) for case in track(cases, "评测", transient=True)]
        except httpx.HTTPError:
            fail("小政没有在运行，或者没有回答。请先运行 make run。")


def _ask(http: httpx.Client, case: Case) -> Outcome:
    body = {"session_id": f"eval-{uuid.uuid4().hex[:16]}", "text": case.text, "channel": case.channel}
    began = time.perf_counter()
    response = http.post("/api/chat", json=body)
    ms = (time.perf_counter() - began) * 1000
    replies = response.json().get("replies") or [{"kind": f"error_{response.status_code}"}]
    first = replies[0]
    got = first["topic"] if first["kind"] in ("faq", "calculation") and "topic" in first else first["kind"]
    options = tuple(option["topic"] for option in first.get("options", []))
    return Outcome(case, got, options, ms)


def _show(report: dict[str, Any], console: Console) -> None:
    table = Table("分组", "句数", "答对", "答对或列在选项里", "直接回答", "其中答错", "中位毫秒")
    for name, row in [("全部", report["overall"]), *report["groups"].items()]:
        n = row["sentences"]
        table.add_row(
            name,
            str(n),
            _share(row["right"], n),
            _share(row["right_or_offered"], n),
            _share(row["answered"], n),
            _share(row["answered_wrong"], row["answered"]),
            str(row["median_ms"]),
        )
    console.print(table)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"
