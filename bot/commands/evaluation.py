"""hotline evaluate: labelled sentences through the running understanding, and how many came out right."""

import asyncio
import json
import time
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from bot.bootstrap import build_services
from bot.business.evaluation import Case, Outcome, judge, read_case, summarise
from bot.business.faq import KnowledgeBase
from bot.business.rehearsal import rehearse
from bot.commands.evaluation_report import page, show
from bot.commands.terminal import fail
from bot.conversations.rasa_client import RasaClient, RasaUnavailable
from bot.nlu.noise import disturb
from bot.settings import Settings

_SECONDS = 30.0


def evaluate(
    files: Annotated[
        list[Path], typer.Argument(help='JSONL，每行 {"text": …, "expect": {"kind": "faq", "topic": …}}')
    ],
    out: Annotated[Path | None, typer.Option("-o", "--output", help="结果另存为 JSON")] = None,
    html: Annotated[Path | None, typer.Option(help="结果另存为网页，带图，不用联网")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="和以前的结果（-o 存下的 JSON）比较", exists=True)
    ] = None,
    noise: Annotated[
        float, typer.Option(min=0, max=1, help="先把这个比例的字弄错（近音、漏字、多字），例如 0.2")
    ] = 0.0,
    seed: Annotated[int, typer.Option(help="弄错哪些字的随机种子")] = 1,
    wrong: Annotated[bool, typer.Option(help="列出没有答对的句子")] = False,
    failures: Annotated[Path | None, typer.Option(help="把首选不正确的句子的编号另存，一行一个")] = None,
) -> None:
    """Score labelled sentences. Nothing is done for them: nobody is handed over, no order is opened."""
    cases = [case for file in files for case in read_cases(file)]
    settings = Settings()
    services = build_services(settings)
    base, today = services.knowledge.current(), services.today()
    outcomes = asyncio.run(_ask_all(settings, cases, base, today, lambda text: disturb(text, noise, seed)))
    report = {
        **summarise(outcomes, {topic.id: topic.group_title for topic in base.topics.values()}),
        "median_ms": round(median(each.ms for each in outcomes), 1),
        "disturbed": noise,
        "titles": {topic.id: topic.title for topic in base.topics.values()},
        "baseline": _shares_in(baseline) if baseline else {},
    }
    show(report, Console())
    if wrong:
        _list_wrong(outcomes)
    if out:
        out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if failures:
        failed = sorted(each.case.id for each in outcomes if not each.first_right)
        failures.write_text("".join(f"{each}\n" for each in failed), encoding="utf-8")
    if html:
        html.write_text(page(report), encoding="utf-8")


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


async def _ask_all(
    settings: Settings, cases: list[Case], base: KnowledgeBase, today: Any, heard: Any
) -> list[Outcome]:
    """Return what each case would get, said first in a talk; end when the stack doesn't answer."""
    rasa = RasaClient(settings.rasa_url, _SECONDS)
    try:
        return [await _ask(rasa, case, base, today, heard) for case in track(cases, "评测", transient=True)]
    except RasaUnavailable:
        fail("小政没有在运行，或者没有回答。请先运行 make run。")
    finally:
        await rasa.close()


async def _ask(rasa: RasaClient, case: Case, base: KnowledgeBase, today: Any, heard: Any) -> Outcome:
    sentence = heard(case.text)
    began = time.perf_counter()
    found = await rasa.understand(sentence)
    ms = (time.perf_counter() - began) * 1000
    reply = rehearse(found.intent, found.options, sentence, base, today)
    return judge(case, {**reply, "confidence": found.confidence}, ms)


def _shares_in(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["shares"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        fail(f"{file} 不是以前存下的评测结果（{error}）")
    return dict(found)


def _list_wrong(outcomes: list[Outcome]) -> None:
    for each in outcomes:
        if not each.right:
            wanted = "/".join(sorted(each.case.topics)) or each.case.kind
            typer.echo(f"{wanted}\t{each.got}\t{','.join(each.options)}\t{each.case.text}")
