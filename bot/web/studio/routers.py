"""Every router of the studio."""

from fastapi import APIRouter

from bot.web.studio import (
    asked,
    bench,
    bench_batch,
    bench_files,
    bench_learn,
    bench_sound,
    checking,
    entries,
    entries_new,
    entry_edit,
    entry_preview,
    entry_publish,
    health,
    health_export,
    history,
    pages,
    publish,
    releases,
    sentences,
    sentences_excel,
    transfer,
    transfer_upload,
    values,
)

MODULES = (
    pages,
    asked,
    entries,
    entries_new,
    entry_publish,
    entry_edit,
    entry_preview,
    checking,
    values,
    publish,
    releases,
    history,
    transfer,
    transfer_upload,
    bench,
    bench_batch,
    bench_files,
    bench_learn,
    bench_sound,
    sentences,
    sentences_excel,
    health,
    health_export,
)


def routers() -> list[APIRouter]:
    """Return them for the app."""
    return [module.router for module in MODULES]
