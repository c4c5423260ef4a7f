"""hotline evaluate: labelled sentences through the running stack, and how many came out right."""

import json
import time
import uuid
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.business.evaluation import Case, Outcome, judge, read_case, summarise
from bot.commands.terminal import fail
from bot.settings import Settings

_SECONDS = 30.0


def evaluate(
    files: Annotated[
        list[Path], typer.Argument(help='JSONL，每行 {"text": …, "expect": {"kind": "faq", "topic": …}}')
    ],
    out: Annotated[Path | None, typer.Option("-o", "--output", help="结果另存为 JSON")] = None,
    wrong: Annotated[bool, typer.Option(help="列出没有答对的句子")] = False,
) -> None:
    """Score labelled sentences through the running stack."""
    cases = [case for file in files for case in read_cases(file)]
    outcomes = ask_all(Settings().site_url, cases)
    report = {**summarise(outcomes), "median_ms": round(median(each.ms for each in outcomes), 1)}
    show(report, Console())
    if wrong:
        for each in outcomes:
            if not each.right:
                wanted = "/".join(sorted(each.case.topics)) or each.case.kind
                typer.echo(f"{wanted}\t{each.got}\t{','.join(each.options)}\t{each.case.text}")
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
            cases.append(read_case(json.loads(line)))
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(f"{file}:{number}: 这一行不对（{error}）")
    if problems or not cases:
        fail("\n".join(problems) or f"{file} 里没有句子。")
    return cases


def ask_all(site: str, cases: list[Case]) -> list[Outcome]:
    """Return what each case got, each asked in a conversation of its own; end when the stack doesn't answer."""
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
    return judge(case, replies[0], ms)


def show(report: dict[str, Any], console: Console) -> None:
    """Print the report as tables."""
    table = Table("分组", "句数", "答对", "答对或列在选项里", "直接回答", "其中答错")
    for name, row in [("全部", report["overall"]), *report["groups"].items()]:
        n = row["sentences"]
        table.add_row(
            name,
            str(n),
            _share(row["right"], n),
            _share(row["right_or_offered"], n),
            _share(row["answered"], n),
            _share(row["answered_wrong"], row["answered"]),
        )
    console.print(table)
    confused = Table("应该是", "当成了", "句数", "例句")
    for each in report["confused"]:
        confused.add_row(each["expect"], each["got"], str(each["count"]), each["example"])
    console.print(confused)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"
