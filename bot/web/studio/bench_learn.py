"""What is done with a batch: its misses become questions, or all of it tests of the site."""

from collections import defaultdict
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from bot.business.errors import BusinessError, Invalid, NotAllowed
from bot.business.studio.batch import MOST_ROWS, Row
from bot.services.studio.asked_questions import AskedQuestions
from bot.web.context import Context
from bot.web.studio.bench import Editor, Shared, noted, questions_of
from bot.web.studio.bench_files import Token, batches_of
from bot.web.studio.bench_shelf import Batch
from bot.web.studio.bench_words import check_question, check_test, learnt, tests, tidy

router = APIRouter(prefix="/api/studio/bench/batches", tags=["studio"])
_SPOILT = "这一批里有不少句子已经拿去教小政了，不能再当测试句：学过的句子一定答得对，成绩就不真了。"
_TOLD = 50  # refusals


class Chosen(BaseModel):
    """Rows of a batch, by number from 0."""

    rows: Annotated[
        list[Annotated[int, Field(ge=0, lt=MOST_ROWS)]], Field(min_length=1, max_length=MOST_ROWS)
    ]


@router.post("/{token}/learn", summary="把这些句子加成应答主题的问法（进草稿）")
async def learn(
    token: Token, asked: Chosen, request: Request, shared: Shared, staff: Editor
) -> dict[str, Any]:
    """Write them into the topics' drafts; the answer says which ones can't be taken, and why."""
    batch = await run_sync(batches_of(shared).get, token, staff.username, shared.services.now())
    added, refused = await run_sync(lambda: _learn(shared, batch, asked.rows, staff.username))
    if added:
        change, now = batches_of(shared).change, shared.services.now()
        batch = await run_sync(lambda: change(token, staff.username, now, _taught(added)))
        await noted(request, shared, staff, "faq_question_added", token, f"{batch.file}：{len(added)} 句")
    return {
        "added": len(added),
        "refused": refused[:_TOLD],
        "more": max(0, len(refused) - _TOLD),
        "spoilt": batch.spoilt,
    }


@router.post("/{token}/tests", summary="把整批加进测试句")
async def keep(token: Token, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Add all sentences that weren't learnt to the site's own tests."""
    batch = await run_sync(batches_of(shared).get, token, staff.username, shared.services.now())
    if batch.spoilt:
        raise NotAllowed("spoilt", _SPOILT)
    rows, refused = await run_sync(_testable, shared, batch)
    new = await run_sync(shared.services.test_sentences.add_all, rows, staff.username)
    await noted(request, shared, staff, "faq_tested", token, f"{batch.file}：加了 {len(rows)} 句")
    return {
        "new": new,
        "known": len(rows) - new,
        "refused": refused[:_TOLD],
        "more": max(0, len(refused) - _TOLD),
    }


def _learn(
    shared: Context, batch: Batch, numbers: list[int], by: str
) -> tuple[list[int], list[dict[str, str]]]:
    """Return the rows that were added, and those that can't be with the reason."""
    reserved, wanted = tests(shared), defaultdict[str, dict[int, str]](dict)
    added, refused = list[int](), list[dict[str, str]]()
    for number in dict.fromkeys(each for each in numbers if each < len(batch.rows)):
        row = batch.rows[number]
        try:
            topic, text = _question(row, reserved)
            wanted[topic][number] = text
        except BusinessError as error:
            refused.append({"text": row.text, "why": error.message})
    for topic, held in wanted.items():
        done, wrong = _added(questions_of(shared), topic, held, by)
        added += done
        refused += wrong
    return added, refused


def _question(row: Row, reserved: set[str]) -> tuple[str, str]:
    if row.topic is None:
        raise Invalid("topic", "不归我们管的句子没有主题可教。")
    text = tidy(row.text)
    check_question(text, reserved)
    return row.topic, text


def _added(
    questions: AskedQuestions, topic: str, held: dict[int, str], by: str
) -> tuple[list[int], list[dict[str, str]]]:
    try:
        questions.add(topic, list(held.values()), by)
        return list(held), []
    except BusinessError as error:
        if len(held) == 1:
            return [], [{"text": text, "why": error.message} for text in held.values()]
    # one that can't be taken is no reason to leave the others
    each_alone = [_added(questions, topic, {number: text}, by) for number, text in held.items()]
    return [n for done, _ in each_alone for n in done], [each for _, wrong in each_alone for each in wrong]


def _testable(
    shared: Context, batch: Batch
) -> tuple[list[tuple[str, str | None, str]], list[dict[str, str]]]:
    known, rows, refused = learnt(shared), list[tuple[str, str | None, str]](), list[dict[str, str]]()
    for row in batch.rows:
        try:
            text = tidy(row.text)
            check_test(text, known)
            rows.append((text, row.topic, row.channel))
        except BusinessError as error:
            refused.append({"text": row.text, "why": error.message})
    return rows, refused


def _taught(added: list[int]) -> Any:
    def how(batch: Batch) -> None:
        batch.taught = sorted({*batch.taught, *added})

    return how
