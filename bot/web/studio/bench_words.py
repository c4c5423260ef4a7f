"""What may be learnt and what may test: a sentence never does both."""

from collections.abc import Iterable

from bot.business.errors import Invalid
from bot.business.privacy import mask_personal
from bot.business.studio.contents import Kind
from bot.business.studio.mining import key_of
from bot.web.context import Context
from bot.web.studio.asked_clusters import reserved

LONGEST = 300
_TESTS = (
    "这是测试句，不能再当问法：学过的句子一定答得对，拿它检查就看不出好坏了。要用它来教，请先从测试句里删掉。"
)


def tidy(text: str) -> str:
    """Return a sentence as it is kept. Raises Invalid for one that is empty, too long, or tells who somebody is."""
    said = " ".join(text.split())
    if not key_of(said) or len(said) > LONGEST:
        raise Invalid("text", f"句子要写 1 到 {LONGEST} 个字。")
    if mask_personal(said) != said:
        raise Invalid("text", f"“{mask_personal(said)}”里有姓名、号码这类个人信息，请去掉再加。")
    return said


def check_question(text: str, tests: Iterable[str]) -> None:
    """Raise Invalid for a sentence that tests; `tests` as `reserved` gives them."""
    if key_of(text) in tests:
        raise Invalid("text", _TESTS)


def check_test(text: str, learnt: dict[str, str]) -> None:
    """Raise Invalid for a sentence that was learnt; `learnt` as the function of that name gives it."""
    title = learnt.get(key_of(text))
    if title is not None:
        raise Invalid("text", f"这已经是“{title}”的问法，小政学过它，拿来测试看不出好坏。请换一句没教过的。")


def tests(shared: Context) -> set[str]:
    """Return the keys of all test sentences, the site's own and those that came with the software."""
    return reserved(shared)


def learnt(shared: Context) -> dict[str, str]:
    """Return the titles of the topics that learn a sentence, by its key: live ones and those of drafts."""
    contents = [*shared.services.live_contents().topics.values()]
    drafts = (each for each in shared.services.drafts.open() if each.kind is Kind.TOPIC)
    contents += [each.content for each in drafts if each.content is not None]
    return {
        key_of(str(said)): str(topic.get("title") or topic.get("id"))
        for topic in contents
        for said in (topic.get("title") or "", *(topic.get("questions") or ()))
        if said
    }
