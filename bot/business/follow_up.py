"""Sentences that mean something only after an answer: "需要带什么", "还有呢", "那居民的呢", "断了三个月呢"."""

import re
from dataclasses import dataclass
from enum import Enum

from bot.business.text import normalise, without_fillers


@dataclass(frozen=True)
class InContext:
    """A question made whole. `instead`: the subject that took the place of the last answer's, if one did."""

    question: str
    instead: str | None = None


class Aspect(Enum):
    """A side of the matter that a citizen asks for after an answer; the value is how the reply names it."""

    BRING = "要带的材料"
    WHERE = "到哪里办"
    HOW_LONG = "要多长时间"
    COST = "要多少钱"


_HEAD = "(?:那|那么|请问|我|我们|还|都|还是|一般|大概|具体|办这个|这个|这|他|它|到时候|去的时候|过去)*"
_TAIL = "(?:呢|啊|呀|吗|嘛|啦|的|了|才行|才能办|好|东西|去)*"
_THINGS = "(?:材料|资料|证件|证明|手续|什么|啥)"
_WHERE = "(?:哪|哪里|哪儿|哪边|什么地方|啥地方|哪个(?:地方|窗口|部门|单位))"
_WORDS = {
    Aspect.BRING: (
        f"(?:需要|需|要|得|应该|该)*(?:带|准备|拿|交|提供|用|备)(?:上|些|点|哪些|什么|啥|一些|齐|几样)*{_THINGS}*"
        f"|(?:需要|要|用)?(?:什么|哪些|啥){_THINGS}|材料(?:有哪些|要哪些|清单)?"
        "|(?:带|要)(?:身份证|户口簿|户口本|照片)(?:吗|不)?"
    ),
    Aspect.WHERE: (
        f"(?:去|到|在|上|找|跑|从)?{_WHERE}(?:里|儿)?(?:去|来)?(?:办|弄|办理|申请|交|查|领|问|可以办|能办|搞)?(?:手续)?"
        "|地址(?:在哪|是哪里|是什么)?|(?:找谁|哪个部门)(?:办|管)?"
        "|(?:网上|手机|手机上|线上)(?:可以|能|能不能|可不可以)(?:办|弄|办理|申请|搞)"
    ),
    Aspect.HOW_LONG: (
        "(?:需要|要|得|等)*(?:多久|多长时间|几天|多少天|几个工作日|多少时间)(?:能)?"
        "(?:到账|办好|下来|办完|办下来|出结果|批下来)?|什么时候(?:能)?(?:到账|办好|下来|办下来|批下来)"
    ),
    Aspect.COST: (
        "(?:需要|要|得|收|交|花)*(?:多少钱|多少费用|几块钱|手续费|钱|费用)(?:多少)?"
        "|(?:要不要|收不收|用不用)(?:交|花|收)?(?:钱|费|费用)|收费|免费"
    ),
}
_ASPECTS = {aspect: re.compile(f"{_HEAD}(?:{words}){_TAIL}") for aspect, words in _WORDS.items()}
_ABOUT = {
    Aspect.BRING: re.compile("带|凭|材料|身份证|证明|户口[簿本]|填写|提供|发票|清单|病历"),
    Aspect.WHERE: re.compile(
        "窗口|浙里办|APP|小程序|网站|网上|线上|线下|大厅|平台|街道|社区|就近|(?:到|向|去|找).{0,10}(?:经办机构|银行|税务|部门|单位)"
    ),
    Aspect.HOW_LONG: re.compile("工作日|[0-9一二三四五六七八九十]+(?:天|日)|个月内|次月|当场|即时|当月"),
    Aspect.COST: re.compile("元|免费|不收|不收费|费用|%|自费"),
}
_GO_ON = re.compile(
    "(?:嗯|好|好的|行|可以|对|那|请|要|你)*(?:接着|继续|往下|再)(?:说|讲|说吧|讲吧|念)?(?:说|讲)?(?:下去|吧|啊|呀|完|点)?"
    "|(?:还有|然后|后来|后面|其他|别的|下面|剩下的?)(?:呢|吗|什么|没有|内容|没|啊)*"
    "|还有什么(?:要求|条件|规定|注意的)?|(?:说|讲)下去|说完|要|要的|说吧|讲吧|你说|说呀"
)
_OPENS = re.compile("^(?:那么?|如果|要是|假如|假设|万一|换成|换做|哦|噢|啊)+(?:是)?")
_ENDS = re.compile(
    "(?:的话)?(?:又|会|该|应该)?(?:怎么样|怎样|咋样|怎么算|怎么说|怎么办|怎么弄|咋办)?(?:呢|呀|啊|嘛)*$"
)
_LONGEST = 14  # characters of a sentence that may lean on the one before
# Words of one family stand for each other: after an answer about 职工, "那居民的呢" asks the same about 居民.
_FAMILIES = (
    ("城乡居民", "居民", "职工", "灵活就业", "企业", "机关事业单位", "农民工"),
    ("养老保险", "养老", "医疗保险", "医保", "失业保险", "失业", "工伤保险", "工伤", "生育保险", "生育"),
    ("省内", "省外", "跨省", "市内"),
    ("门诊", "住院", "急诊", "大病"),
    ("男职工", "女职工", "男", "女"),
)

_SUBJECT = re.compile(
    "失业补助金|失业金|失业保险|工伤认定|劳动能力鉴定|工伤|生育津贴|产假|产检|养老金|个人账户|异地就医|备案|慢特病|特殊病种"
    "|长期护理保险|长护险|社保卡|电子社保卡|医保码|灵活就业|(?:居民|职工)(?:养老|医保)|退休|丧葬费?|抚恤金?|补缴|转移|认证|医疗救助|大病保险"
)


def aspect_of(sentence: str) -> Aspect | None:
    """Return what `sentence` asks of the matter talked about, None when it is more or something else than that."""
    words = without_fillers(normalise(sentence))
    return next((aspect for aspect, pattern in _ASPECTS.items() if pattern.fullmatch(words)), None)


def goes_on(sentence: str) -> bool:
    """Return whether `sentence` wants to hear the rest of an answer."""
    return _GO_ON.fullmatch(without_fillers(normalise(sentence))) is not None


def lines_about(answer: str, aspect: Aspect) -> list[str]:
    """Return the lines of an answer's screen text that tell of `aspect`."""
    lines = [line.strip(" ·") for line in answer.splitlines()]
    return [line for line in lines if _ABOUT[aspect].search(line) and not line.endswith("：")]


def about(title: str, sentence: str) -> str:
    """Return `sentence` with the subject that `title` names: 失业金 and "去哪办" after 失业金能领几个月."""
    found = _SUBJECT.search(title)
    return f"{found.group() if found else title}{sentence}"


def in_context(sentence: str, title: str) -> InContext | None:
    """Return the whole question that `sentence` asks after an answer titled `title`, None when it stands alone.

    "那居民的呢" after 职工医保断缴了会怎样 is 居民医保断缴了会怎样; a condition such as "断了三个月呢" is added to the title.
    """
    words = normalise(sentence)
    core = _ENDS.sub("", _OPENS.sub("", words)).removesuffix("的")
    leans = core != words and len(words) <= _LONGEST and (words.endswith("呢") or _OPENS.match(words))
    if not leans or not core or goes_on(sentence):
        return None
    for family in _FAMILIES:
        told = next((word for word in family if word in core), None)
        replaced = next((word for word in family if word in title), None)
        if told and replaced and told != replaced:
            return InContext(title.replace(replaced, told), told)
    return InContext(f"{core}{title}")
