"""The FAQ studio's pages, `/admin/faq…`: templates extend `studio.html` (the frame with the studio's own tabs).

Every page: `visit.show(templates, "x.html", tab="entries", **values)`, where `tab` names the tab that is open. Interfaces are
below `/api/studio/`. `shared.studio` has the machinery: `.bench` and `.publisher` of `bot.studio`; the use cases are
`shared.services.drafts`, `.publishing`, `.asked`, `.test_sentences`.
"""
