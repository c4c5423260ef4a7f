"""The interface's own page at `/docs`, with Swagger UI from a package: nothing comes from outside."""

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from swagger_ui_bundle import swagger_ui_path

router = APIRouter(include_in_schema=False)
FOLDER = swagger_ui_path
MOUNT = "/static/docs"


@router.get("/docs", response_class=HTMLResponse)
async def docs(request: Request) -> HTMLResponse:
    """Show the interface."""
    return get_swagger_ui_html(
        openapi_url=request.app.openapi_url,
        title="小政 接口文档",
        swagger_js_url=f"{MOUNT}/swagger-ui-bundle.js",
        swagger_css_url=f"{MOUNT}/swagger-ui.css",
        swagger_favicon_url=f"{MOUNT}/favicon-32x32.png",
    )
