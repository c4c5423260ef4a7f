"""One entry of data/faq/*.yml: from YAML to a Topic, with every problem named."""

from datetime import date

from bot.business.faq import Answer, LocalNeed, Source, Topic
from bot.business.text import normalise
from bot.knowledge.outdated import Saying, outdated_in
from bot.knowledge.yaml_nodes import Node, Problems, day, text

MIN_QUESTIONS = 15
MAX_SPEECH = 80  # characters; more than that in one breath is not remembered by a caller
MAX_TITLE = 24

_TOPIC_KEYS = {"id", "title", "department", "questions", "answers", "local"}
_ANSWER_KEYS = {"screen", "speech", "speech_more", "sources", "as_of", "effective", "expires"}


class TopicReader:
    """Reads entries and collects what is wrong with them."""

    def __init__(
        self, departments: set[str], local_keys: set[str], problems: Problems, sayings: list[Saying]
    ) -> None:
        self._departments = departments
        self._local_keys = local_keys
        self._problems = problems
        self._sayings = sayings

    def read(self, node: Node, group: str, group_title: str) -> Topic | None:
        """Return the topic in `node`, or None after noting why it can't be used."""
        before = len(self._problems)
        self._only(node, _TOPIC_KEYS)
        topic = Topic(
            id=self._id(node),
            title=self._title(node),
            department=self._department(node),
            questions=self._questions(node),
            answers=self._answers(node),
            local=tuple(self._local(need) for need in self._items(node, "local", required=False)),
            group=group,
            group_title=group_title,
        )
        return topic if len(self._problems) == before else None

    def _id(self, node: Node) -> str:
        value = self._text(node, "id")
        if value and not (value.isascii() and value.replace("_", "").isalnum() and value == value.lower()):
            self._note(node.get("id"), "id 只能用小写英文字母、数字和下划线")
        return value

    def _title(self, node: Node) -> str:
        value = self._text(node, "title")
        if len(value) > MAX_TITLE:
            self._note(node.get("title"), f"标题有 {len(value)} 个字，最多 {MAX_TITLE} 个字")
        return value

    def _department(self, node: Node) -> str:
        value = self._text(node, "department")
        if value and value not in self._departments:
            self._note(
                node.get("department"), f"没有“{value}”这个部门，可用：{'、'.join(sorted(self._departments))}"
            )
        return value

    def _questions(self, node: Node) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for item in self._items(node, "questions"):
            question = text(item)
            key = normalise(question or "")
            if not question or not key:
                self._note(item, "问法不能是空的")
            elif key in found:
                self._note(item, f"问法“{question}”和本条的“{found[key]}”相同")
            else:
                found[key] = question
        if len(found) < MIN_QUESTIONS:
            self._note(node.get("questions") or node, f"只有 {len(found)} 个问法，至少要 {MIN_QUESTIONS} 个")
        return tuple(found.values())

    def _answers(self, node: Node) -> tuple[Answer, ...]:
        items = self._items(node, "answers")
        answers = [self._answer(item) for item in items]
        for item, earlier, later in zip(items[1:], answers, answers[1:], strict=False):
            if earlier.expires is None or later.effective is None or later.effective <= earlier.expires:
                self._note(item, "两条答案的有效期重叠：前一条要写 expires，后一条的 effective 要在那以后")
        return tuple(answers)

    def _answer(self, node: Node) -> Answer:
        self._only(node, _ANSWER_KEYS)
        effective, expires = self._day(node, "effective"), self._day(node, "expires")
        if effective and expires and expires < effective:
            self._note(node.get("expires"), "失效日期早于生效日期")
        as_of = self._day(node, "as_of", required=True) or date.min  # noted as missing, then not used
        more = tuple(self._speech(item) for item in self._items(node, "speech_more", required=False))
        answer = Answer(
            screen=self._text(node, "screen"),
            speech=self._speech(self._required(node, "speech")),
            speech_more=more,
            sources=tuple(self._source(item, expires) for item in self._items(node, "sources")),
            as_of=as_of,
            effective=effective,
            expires=expires,
        )
        for line, saying in outdated_in(answer, self._sayings):
            self._note(node, f"过时的说法“{line.strip(' ·')}”：{saying.right}")
        return answer

    def _speech(self, node: Node | None) -> str:
        value = text(node) or ""
        if node is not None and not value:
            self._note(node, "语音答案不能是空的")
        if len(value) > MAX_SPEECH:
            self._note(node, f"语音答案有 {len(value)} 个字，最多 {MAX_SPEECH} 个字")
        return value

    def _source(self, node: Node, answer_expires: date | None) -> Source:
        year = node.get("year")
        if year is None or not isinstance(year.value, int):
            self._note(year or node, "依据要写年份 year，例如 2018")
        ends = self._day(node, "expires")
        if ends and (answer_expires is None or answer_expires > ends):
            self._note(
                node.get("expires"), f"依据到 {ends} 失效，答案也要写不晚于那天的 expires，或者换新的依据"
            )
        number = node.get("number")
        article = node.get("article")
        return Source(
            name=self._text(node, "name"),
            number=str(number.value) if number else "",
            article=str(article.value) if article else "",
            year=year.value if year and isinstance(year.value, int) else 0,
        )

    def _local(self, node: Node) -> LocalNeed:
        need = LocalNeed(self._text(node, "key"), self._text(node, "label"), self._text(node, "say"))
        if need.key and need.key not in self._local_keys:
            self._note(node.get("key"), f"地区文件里没有“{need.key}”这个值")
        if need.say:
            self._checked_say(node, need.say)
        return need

    def _checked_say(self, node: Node, say: str) -> None:
        try:
            said = say.format(value="\0", region="")
        except (KeyError, IndexError, ValueError):
            said = ""
        if "\0" not in said:
            self._note(node.get("say"), "say 里要有 {value}，此外只能用 {region}")

    def _items(self, node: Node, key: str, required: bool = True) -> list[Node]:
        child = self._required(node, key) if required else node.get(key)
        if child is None:
            return []
        if not isinstance(child.value, list):
            self._note(child, f"{key} 应该是列表")
            return []
        if required and not child.value:
            self._note(child, f"{key} 是空的")
        return child.value

    def _text(self, node: Node, key: str) -> str:
        child = self._required(node, key)
        value = text(child)
        if child is not None and value is None:
            self._note(child, f"{key} 应该是文字")
        return value or ""

    def _day(self, node: Node, key: str, required: bool = False) -> date | None:
        child = self._required(node, key) if required else node.get(key)
        value = day(child)
        if child is not None and value is None:
            self._note(child, f"{key} 应该是日期，例如 2026-11-23")
        return value

    def _required(self, node: Node, key: str) -> Node | None:
        child = node.get(key)
        if child is None:
            self._note(node, f"缺少 {key}")
        return child

    def _only(self, node: Node, allowed: set[str]) -> None:
        if not isinstance(node.value, dict):
            self._note(node, "这里应该是一组“名称: 值”")
            return
        for key in node.value.keys() - allowed:
            self._note(node.value[key], f"不认识的项目“{key}”")

    def _note(self, node: Node | None, message: str) -> None:
        if node is not None:
            self._problems.add(node, message)
