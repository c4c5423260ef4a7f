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
    office: Path | None = Field(
        None, description="人工服务时间的文件；不设时用知识库目录里的 reference/office.yml"
    )
    region: str = Field("wenzhou", description="地区文件名（data/regions/ 里）")
    faq_review: bool = Field(
        False, description="知识库的改动是否要另一位同事审核后才能发布；人手够的单位建议打开"
    )
    regression: Path = Field(
        Path("tests/nlu"), description="回归句子的目录（*.jsonl）：新版本发布前要用它们检验"
    )
    models: Path = Field(Path("models"), description="训练好的和下载的模型的目录")
    vosk_model: Path | None = Field(None, description="语音识别模型的目录；不设时自动寻找")
    rasa_python: Path = Field(Path(".venv-rasa/bin/python"), description="Rasa 环境的 Python")
    rasa_timeout_s: float = Field(5.0, gt=0, description="等 Rasa 回答的最长时间（秒），超过就转人工")
    speech_workers: int = Field(2, ge=1, le=16, description="语音合成的进程数")
    speech_rate: int = Field(200, ge=80, le=400, description="语速（词/分钟）")
    messages_per_minute: int = Field(60, ge=1, description="一个会话每分钟最多的消息数")
    logins_per_quarter_hour: int = Field(
        200,
        ge=1,
        description="一个网络地址一刻钟里最多登录多少次；整个办公室常常是同一个地址。账号另有五次锁定",
    )
    audiosocket_port: int = Field(
        0, ge=0, le=65535, description="接 Asterisk 的 AudioSocket 端口，通常 9092；0 表示不开"
    )
    calls_token: str | None = Field(
        None, description="交换机调用 /api/calls 的令牌；不设时在 var/calls-token 里生成"
    )
    sip_port: int = Field(0, ge=0, le=65535, description="SIP 电话的端口（UDP），通常 5060；0 表示不开")
    phone_host: str = Field("127.0.0.1", description="电话（AudioSocket、SIP）监听的地址")
    sip_allow: str = Field("127.0.0.1/32", description="哪些地址可以打进 SIP，网段用逗号分开")
    sip_agent: str | None = Field(
        None, description="转人工时 SIP 电话转到的地址，如 sip:queue@10.0.0.5；不设时由交换机排队"
    )
    sip_user: str | None = Field(
        None, description="SIP 来电要出示的用户名；和 HOTLINE_SIP_PASSWORD 一起设才生效"
    )
    sip_password: str | None = Field(None, description="SIP 来电要出示的口令")
    calls_most: int | None = Field(
        None, ge=1, description="同时进行的电话和网页语音上限；不设时启动时按机器快慢测出"
    )
    record_calls: bool = Field(True, description="是否给电话录音；关掉后开头的提示语也要换成不录音的")
    recording_days: int = Field(90, ge=1, description="电话录音保存的天数，过期删除")
    secure_cookies: bool = Field(False, description="只在 HTTPS 下发送登录凭证；对外服务时要打开")
    retention_days: int = Field(180, ge=1, description="对话文字保存的天数，过期删除")
    notify_webhook: str | None = Field(None, description="通知用 HTTP POST 发到的地址；不设就不发")
    notify_secret: str | None = Field(
        None, description="给 HTTP 通知签名的密钥；不设时在 var/notify-secret 里生成（权限 600）"
    )
    smtp_host: str | None = Field(None, description="发邮件通知的 SMTP 服务器；不设就不发邮件")
    smtp_port: int = Field(25, ge=1, le=65535, description="SMTP 服务器的端口，支持 STARTTLS 就加密")
    smtp_from: str | None = Field(None, description="邮件通知的发件地址")
    smtp_user: str | None = Field(None, description="SMTP 的用户名；和 HOTLINE_SMTP_PASSWORD 一起设")
    smtp_password: str | None = Field(None, description="SMTP 的口令；设了就一定要加密连接")
    notify_recipients: Path | None = Field(
        None, description="邮件通知的收件人文件；不设时用 var/recipients.yml"
    )
    log_level: str = Field("INFO", description="日志级别")

    @property
    def database(self) -> str:
        """Return the SQLAlchemy URL of the hotline's own database."""
        return self.database_url or f"sqlite:///{(self.var / 'hotline.db').as_posix()}"

    @property
    def office_file(self) -> Path:
        """Return the file that says when people are there."""
        return self.office or self.knowledge / "reference" / "office.yml"

    @property
    def tracker(self) -> Path:
        """Return the SQLite file in which Rasa keeps its dialogue state."""
        return self.tracker_db or self.var / "tracker.db"

    @property
    def recordings(self) -> Path:
        """Return the folder of the calls' sound files."""
        return self.var / "recordings"

    @property
    def rasa_url(self) -> str:
        """Return where Rasa listens."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def site_url(self) -> str:
        """Return the address that a person on this machine opens."""
        return f"http://127.0.0.1:{self.port}"
