"""Every setting of the hotline, read once at the edge from `HOTLINE_*` variables and handed inwards."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings with their defaults for one machine. Each is explained in docs/operations.md."""

    model_config = SettingsConfigDict(env_prefix="HOTLINE_", extra="ignore")

    host: str = Field("127.0.0.1", description="网页和接口监听的地址；要让别的机器访问时改成 0.0.0.0")
    port: int = Field(8000, ge=1, le=65535, description="网页和接口的端口")
    rasa_port: int = Field(5005, ge=1, le=65535, description="Rasa 的端口，只在本机")
    actions_port: int = Field(5055, ge=1, le=65535, description="动作服务的端口，只在本机")
    var: Path = Field(Path("var"), description="运行数据的目录：数据库、日志、语音缓存、密钥")
    database_url: str | None = Field(None, description="数据库地址；不设时用 var 里的 SQLite")
    tracker_db: Path | None = Field(None, description="Rasa 对话状态的 SQLite 文件；不设时在 var 里")
    knowledge: Path = Field(Path("data"), description="随软件发布的知识库目录")
    region: str = Field("wenzhou", description="地区文件名（data/regions/ 里）")
    models: Path = Field(Path("models"), description="训练好的和下载的模型的目录")
    vosk_model: Path | None = Field(None, description="语音识别模型的目录；不设时自动寻找")
    rasa_python: Path = Field(Path(".venv-rasa/bin/python"), description="Rasa 环境的 Python")
    rasa_timeout_s: float = Field(5.0, gt=0, description="等 Rasa 回答的最长时间（秒），超过就转人工")
    speech_workers: int = Field(2, ge=1, le=16, description="语音合成的进程数")
    speech_rate: int = Field(200, ge=80, le=400, description="语速（词/分钟）")
    messages_per_minute: int = Field(60, ge=1, description="一个会话每分钟最多的消息数")
    voice_sessions: int = Field(8, ge=1, description="同时进行的语音会话上限")
    secure_cookies: bool = Field(False, description="只在 HTTPS 下发送登录凭证；对外服务时要打开")
    retention_days: int = Field(180, ge=1, description="对话文字保存的天数，过期删除")
    log_level: str = Field("INFO", description="日志级别")

    @property
    def database(self) -> str:
        """Return the SQLAlchemy URL of the hotline's own database."""
        return self.database_url or f"sqlite:///{(self.var / 'hotline.db').as_posix()}"

    @property
    def tracker(self) -> Path:
        """Return the SQLite file in which Rasa keeps its dialogue state."""
        return self.tracker_db or self.var / "tracker.db"

    @property
    def rasa_url(self) -> str:
        """Return where Rasa listens."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def site_url(self) -> str:
        """Return the address that a person on this machine opens."""
        return f"http://127.0.0.1:{self.port}"
