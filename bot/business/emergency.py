"""Life and limb first: words that mean a person needs 110, 119 or 120 now, not a policy answer."""

import re
from dataclasses import dataclass

from bot.business.text import normalise


@dataclass(frozen=True)
class Emergency:
    """A kind of danger and the number that helps."""

    kind: str
    phone: str
    advice: str  # what the citizen reads and hears at once


FIRE = Emergency("fire", "119", "请马上离开危险的地方，拨打 119 火警电话。有人受伤，同时拨打 120。")
MEDICAL = Emergency("medical", "120", "请马上拨打 120 急救电话，说清楚地点和病人的情况，不要挂断。")
CRIME = Emergency("crime", "110", "请先保证自己的安全，马上拨打 110 报警电话。")
SELF_HARM = Emergency(
    "self_harm", "110", "我很担心您。请先不要一个人待着，马上拨打 110 或 120，也可以让身边的人陪着您。"
)
TRAFFIC = Emergency("traffic", "122", "请先到安全的地方，拨打 122 交通事故报警电话；有人受伤，马上拨打 120。")

# Who asks about rules, money or papers talks of the past: "车祸算工伤吗" is a question, not an emergency.
_ABOUT_RULES = re.compile(
    r"工伤|报销|护理险|护理保险|保险|赔|认定|鉴定|待遇|抚恤|丧葬|补助|津贴|医保|社保|养老金|退休|怎么办手续|材料|怎么算|算不算"
    r"|能领|备案|备按|能报|申请|手续|急诊报|病退|救命钱|说明|谁来管|卡上|平台|拼车|入职|享受|上个?月|去年|前年|昨天|前几天|以前|当时"
)
_OFFICES = re.compile("(?:社保|医保)(?:服务)?(?:大厅|局|中心|窗口)")  # a place where people faint, too
_SUFFIX = re.compile("(?<![女婴幼孤少胎孙])儿(?![子童女媳科])")  # 没气儿了 is 没气了
_NOW = re.compile(r"快(?:来|点|死|不行)|救命(?!钱)|正在|赶紧|刚刚")
_WORDS: tuple[tuple[Emergency, re.Pattern[str]], ...] = (
    (
        SELF_HARM,
        re.compile(
            r"不想活|想自杀|要自杀|想跳楼|要跳楼|想死|想割腕|活不下去|死了算了|要跳河|想跳河|跳下去|结束生命"
            r"|轻生|寻短见|遗书|留了?(?:字条|纸条|信).{0,10}(?:不|走|麻烦)|没我这个人|药.{0,8}(?:吃下去|都吃了|全吃|吃光|吞)|活着.{0,4}累|来生再见|活着.{0,4}没(?:有)?(?:什么|啥)?意思|(?:站|坐|爬)(?:在|到|上).{0,4}(?:楼顶|天台|桥栏杆)|喝农药|吃安眠药|割腕|跳楼|跳江|上吊|想死|寻死|没有活的意思|不如死了"
        ),
    ),
    (
        FIRE,
        re.compile(
            r"着火|失火|起火|火灾|爆炸|煤气泄漏|煤气漏|燃气泄漏|燃气漏|天然气漏|漏煤气|漏燃气|冒烟|冒浓烟|大火|烧起来"
            r"|困在电梯|电梯困|被困|关在电梯|电梯.{0,4}(?:掉|坠|卡住)|塌了|坍塌|倒塌|被埋|埋在|塌方|洪水|炸了|全是烟|臭鸡蛋味|闻到.{0,3}(?:煤|燃|天然)气"
        ),
    ),
    (
        CRIME,
        re.compile(
            r"救命(?!钱)|打人|打我(?!的?(?:电话|手机|号码))|砍人|砍我|持刀|拿刀|拿着刀|动刀|杀人|抢劫|抢我|绑架|入室|小偷|有贼|跟踪我|家暴|强奸|非法拘禁"
            r"|打起来|打架|(?:孩子|小孩|孙子|孙女|女儿|儿子|宝宝|闺女)(?:不见|丢了|被拐|走丢|被抱走)|要杀|被人关|撬(?:门|锁|窗)|砸(?:我家)?门|翻(?:墙|窗)进|陌生人?.{0,6}(?:敲|门口|尾随)|尾随"
            r"|(?:老人|小孩|妈|爸|奶奶|爷爷).{0,4}(?:走失|走丢|失踪)|被骗.{0,6}(?:刚|正在|转账)|骗子.{0,8}转|(?:转|打|汇).{0,4}给(?:了)?骗子|给骗子(?:转|打|汇)|被关(?:在|着)|不让(?:我|我们|人)走|限制.{0,3}自由|(?:伢|娃|孩).{0,18}不见|掐我|勒索|威胁要"
        ),
    ),
    (
        MEDICAL,
        re.compile(
            r"晕倒|昏倒|昏过去|晕过去|不省人事|半边身子.{0,4}(?:动不了|麻|没知觉)|胸口.{0,4}(?:压|疼|痛).{0,12}(?:汗|麻|喘)|昏迷|没呼吸|没有呼吸|不会呼吸|喘不上气|喘不过气|心脏骤停|心梗|大出血|流很多血|血止不住|抽搐|溺水|淹水里"
            r"|掉(?:到|进)?(?:水|河|井)里?|落水|触电|中毒|噎住|卡住喉咙|叫救护车|叫个救护车|派救护车|要生了|羊水破|没知觉|没气了|不行了|休克"
            r"|误(?:食|喝|服)|吃了(?:老鼠|耗子)药|吐(?:血|白沫)|叫不醒|没有?脉搏|血流不止|烫伤.{0,4}严重|被蛇咬|休克|突然中风|口吐白沫|胸口(?:疼|痛)得|摔下(?:来|楼)"
        ),
    ),
    (TRAFFIC, re.compile(r"出车祸|撞车|撞人|被车撞|车撞了|翻车|追尾")),
)
_DIRECT = re.compile(
    r"^(?:我要|我想|帮我|给我|请|快|赶紧)*(?:打|拨|叫|拨打|转|接)(?:一下)?(110|119|120|122)$|^(110|119|120|122)$"
)
_BY_PHONE = {"110": CRIME, "119": FIRE, "120": MEDICAL, "122": TRAFFIC}


def is_now(text: str) -> bool:
    """Return whether `text` says that help is needed this very moment."""
    return bool(_NOW.search(normalise(text)))


def detect(text: str) -> Emergency | None:
    """Return the emergency that `text` reports, or None.

    Words of danger count unless the sentence asks about rules or tells of the past and nothing in it says "now".
    """
    sentence = _SUFFIX.sub("", normalise(text))
    direct = _DIRECT.match(sentence)
    if direct:
        return _BY_PHONE[direct.group(1) or direct.group(2)]
    if _ABOUT_RULES.search(_OFFICES.sub("", sentence)) and not _NOW.search(sentence):
        return None
    return next((kind for kind, words in _WORDS if words.search(sentence)), None)
