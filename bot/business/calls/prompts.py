"""The fixed sentences of a call. Their names are what a human recording is uploaded under."""

from typing import Final

PROMPTS: Final[dict[str, str]] = {
    "greeting": "您好，这里是12345热线，我是机器人小政，通话会录音。您可以随时说转人工，或者按0。请问您想问什么？",
    "filler": "请稍等，我查一下。",
    "still_there": "您好，您还在听吗？请直接说您的问题，比如，退休金怎么领。",
    "not_heard": "不好意思，我没听清，请再说一遍。",
    "menu": "您可以按键选择：社保，请按1；医保，请按2；查工单，请按3；登记工单，请按4；找人工，请按0。",
    "press_number": "您也可以用电话上的按键输入号码，按完请按井号键。不方便留，请说，不留。",
    "form_help": "您慢慢说就可以。不想登记了，请说取消；找人工，请按0。",
    "to_person": "我请人工来帮您，请不要挂机。",
    "no_such_key": "没有这个按键。请直接说您的问题，找人工请按0。",
    "digits_again": "好的，请重新按，按完请按井号键。",
    "nobody_free": "坐席现在都没有接通，还是我来帮您。您可以接着问；也可以说，登记工单，我把事情记下来，请工作人员给您回电话。",
    "trouble": "不好意思，我这边出了点问题，请您再说一遍，或者按0找人工。",
    "too_long": "这次通话时间比较长了，我请人工来帮您，请不要挂机。",
    "full": "现在打进来的人比较多，我这边线路满了，马上为您转到人工排队，请不要挂机。",
    "call_back": "现在人工也都在忙。您的来电我记下了，请工作人员给您回电话，再见。",
    "goodbye": "感谢您的来电，再见。",
}

MENU: Final[tuple[str, ...]] = ("社保", "医保", "我要查工单", "我要登记工单")
"""What a key of the menu says in the caller's place: key 1 first."""
