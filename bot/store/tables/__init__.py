"""The tables of the database."""

from bot.store.tables.base import Moment, metadata
from bot.store.tables.calls import calls, recording_access
from bot.store.tables.desk import callback_requests, canned_answers, private_notes, reply_drafts
from bot.store.tables.notices import notices
from bot.store.tables.orders import attachments, order_callbacks, work_order_events, work_orders
from bot.store.tables.staff import api_keys, audit_log, login_failures, presence, staff
from bot.store.tables.studio import faq_drafts, faq_releases, faq_test_sentences, faq_treated
from bot.store.tables.talks import conversations, handoffs, ownership_changes, talk_ratings, turns

__all__ = [
    "Moment",
    "api_keys",
    "attachments",
    "audit_log",
    "callback_requests",
    "calls",
    "canned_answers",
    "conversations",
    "faq_drafts",
    "faq_releases",
    "faq_test_sentences",
    "faq_treated",
    "handoffs",
    "login_failures",
    "metadata",
    "notices",
    "order_callbacks",
    "ownership_changes",
    "presence",
    "private_notes",
    "recording_access",
    "reply_drafts",
    "staff",
    "talk_ratings",
    "turns",
    "work_order_events",
    "work_orders",
]
