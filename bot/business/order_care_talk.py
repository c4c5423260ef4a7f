"""What 小政 says about an order that a citizen has: the questions, and what came of it."""

from datetime import date

from bot.business import order_number
from bot.business.order_care import Care, Piece, Wish
from bot.business.orders.progress import Progress
from bot.business.orders.states import Status
from bot.business.reply import Reply

_WHAT_FOR = {
    Wish.PROGRESS: "查进度",
    Wish.URGE: "催办",
    Wish.ADD: "补充情况",
    Wish.WITHDRAW: "撤回",
    Wish.RATE: "评价",
}
_QUESTIONS = {
    Piece.FACTS: ("请说一下要补充的情况，我原样转给办理的部门。", "story"),
    Piece.SURE: ("撤回以后这件事就不再办理了，确定撤回吗？", "yes_no"),
    Piece.SOLVED: ("请问这件事解决了吗？", "yes_no"),
    Piece.SATISFIED: ("对办理情况满意吗？请说满意、基本满意，或者不满意。", "question"),
    Piece.CONTACTED: ("承办单位联系过您吗？", "yes_no"),
}


def question(care: Care) -> Reply:
    """Return the question for the first piece that is missing. There has to be one."""
    piece = care.missing
    assert piece is not None
    if piece is Piece.NUMBER and care.unknown:
        return _said(
            "没有查到这个工单号，请核对后再说一次；记不清号码，可以说“转人工”。",
            "没有查到这个工单号，请核对后再说一次；记不清，可以说转人工。",
            "number",
        )
    if piece is Piece.NUMBER:
        what = _WHAT_FOR[Wish(care.wish)]
        return _said(
            f"请说一下 12 位的工单号，我帮您{what}。",
            f"请说一下十二位的工单号，我帮您{what}。也可以按键输入，按完请按井号键。",
            "number",
        )
    if piece is Piece.LAST_FOUR:
        return _said(
            "为了不让别人看到您的事情，请说一下登记时留的电话号码的后四位。",
            "请说一下登记时留的电话号码的后四位，也可以按键输入，按完请按井号键。",
            "number",
        )
    text, expects = _QUESTIONS[piece]
    return _said(text, text, expects)


def not_matching() -> Reply:
    """Return that the last four digits aren't those of the number that was left."""
    return _said("后四位和登记的电话对不上，请再说一次。", "后四位和登记的电话对不上，请再说一次。", "number")


def too_many_tries() -> Reply:
    """Return that no more is tried."""
    text = "几次都没有对上，为了保护登记人的隐私，我不能再查了。您可以说“转人工”。"
    return _said(text, text.replace("“", "").replace("”", ""))


def no_phone(status: Status, number: str) -> Reply:
    """Return all that can be told of an order without a number to know its caller by: its state."""
    state = f"工单 {order_number.grouped(number)} 现在的状态：{status.label}。"
    text = f"{state}登记时没有留电话，别的要请工作人员核对身份后再办，您可以说“转人工”。"
    return _said(text, text.replace("“", "").replace("”", ""))


def progress(found: Progress, unit: str | None, registered: date, due: date | None, year: int) -> Reply:
    """Return how far an order is; days are those of China, `year` is the present one."""
    lines = [
        f"工单 {order_number.grouped(found.number)}，{_day(registered, year)}登记，现在的状态：{found.status.label}。"
    ]
    if unit:
        lines.append(f"承办单位：{unit}。")
    if due is not None and not found.report and not found.reason:
        lines.append(f"办理期限：{_day(due, year)}。")
    if found.merged:
        lines.append("同一件事有别的市民也反映了，已经合并办理，结果同样会告诉您。")
    if found.report:
        lines.append(f"办理结果：{found.report}")
    if found.reason:
        lines.append(f"原因：{found.reason}")
    if found.rateable:
        lines.append("您可以说“评价工单”，告诉我们解决了没有。")
    elif found.may:
        lines.append("需要的话可以说“催办”“补充情况”或者“撤回工单”。")
    text = "\n".join(lines)
    return _said(text, text.replace("“", "").replace("”", ""), card=_card(found))


def done(wish: Wish) -> Reply:
    """Return that a wish was written down."""
    text = {
        Wish.URGE: "已经记下您的催办，马上转告承办单位。",
        Wish.ADD: "补充的情况已经记到工单里，承办单位能看到。",
        Wish.WITHDRAW: "工单已经撤回，不再办理。以后还需要，可以重新登记。",
    }[wish]
    return _said(text, text)


def rated(reopened: bool) -> Reply:
    """Return what follows from a rating."""
    text = (
        "谢谢您告诉我们。这件事会重新办理，办好以后再回访您；想现在找工作人员，可以说“转人工”。"
        if reopened
        else "谢谢您的评价，已经记下了。"
    )
    return _said(text, text.replace("“", "").replace("”", ""))


def not_withdrawn() -> Reply:
    """Return that the order goes on."""
    return _said("好的，不撤回，工单继续办理。", "好的，不撤回，工单继续办理。")


def left() -> Reply:
    """Return that nothing was done."""
    return _said("好的，那就先这样，工单照常办理。", "好的，那就先这样，工单照常办理。")


def refused(message: str) -> Reply:
    """Return why it couldn't be done."""
    return _said(message, message)


def _said(text: str, speech: str, expects: str = "question", card: dict[str, str] | None = None) -> Reply:
    details: tuple[tuple[str, object], ...] = (("expects", expects),)
    return Reply("order_status", text, speech, (*details, ("order", card)) if card else details)


def _card(found: Progress) -> dict[str, str]:
    return {
        "number": found.number,
        "status": found.status.value,
        "status_label": found.status.label,
        "created_at": found.created_at.isoformat(),
    }


def _day(day: date, year: int) -> str:
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"
