"""Why an order isn't taken: codes for the log, sentences for the citizen."""

from bot.business.orders.actions import Action

EMERGENCY_LINES = {
    "110": "已转公安 110",
    "119": "已转消防 119",
    "120": "已转急救 120",
    "122": "已转交通事故报警 122",
}
REDIRECTS = {
    "court": "这件事要通过诉讼解决，请向法院咨询。",
    "arbitration": "这件事要通过仲裁解决，请向仲裁机构咨询。",
    "discipline": "这件事由纪检监察机关受理，请向纪检监察机关反映。",
    "reconsideration": "这件事要通过行政复议解决，请向行政复议机关提出。",
    "disclosure": "这件事要按政府信息公开办理，请向掌握信息的机关提出申请。",
    "petition": "这件事已经在信访渠道办理，请向原来的信访部门查询。",
    "other_place": "这件事不归本市管，请拨打当地的 12345。",
    "no_public_matter": "这件事不属于政府部门的职责，热线不能受理。",
}
REASONS = {Action.TRANSFER: EMERGENCY_LINES, Action.REDIRECT: REDIRECTS}
