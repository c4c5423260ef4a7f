"""hotline ask | transcribe | speak."""

import uuid
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.commands.terminal import fail
from bot.conversations.voice_setup import find_ears
from bot.settings import Settings
from speech.audio import read_wav, write_wav
from speech.corrections import Corrections
from speech.errors import SpeechError
from speech.recogniser import RecogniserModel
from speech.recogniser import transcribe as recognise
from speech.synthesiser import Synthesiser
from speech.written import to_written


def ask(
    text: Annotated[str, typer.Argument(help="要问的话")],
    session: Annotated[str | None, typer.Option(help="接着哪个会话说")] = None,
) -> None:
    """Ask the running 小政 one sentence."""
    settings = Settings()
    body = {"text": text, "session_id": session or f"cli-{uuid.uuid4().hex[:12]}"}
    try:
        response = httpx.post(f"{settings.site_url}/api/chat", json=body, timeout=30, trust_env=False)
    except httpx.HTTPError:
        fail("小政没有在运行。请先运行 make run。")
    answer = response.json()
    if response.status_code != 200:
        fail(answer["error"]["message"])
    for reply in answer["replies"]:
        typer.echo(
            f"[{reply['kind']}{' ' + reply['topic'] if reply.get('topic') else ''}]\n{reply['text']}\n"
        )


def transcribe(file: Annotated[Path, typer.Argument(help="WAV 录音，16 位单声道")]) -> None:
    """Print what a recording says."""
    settings = Settings()
    ears, path = find_ears(settings)
    if path is None:
        fail("没有语音识别模型。请运行 hotline models install。")
    if ears == "test-model":
        typer.echo("注意：用的是自带的小模型，只听得懂合成语音。", err=True)
    corrections = Corrections.load(settings.knowledge / "reference" / "corrections.yml")
    try:
        heard = recognise(RecogniserModel.load(path), read_wav(file.read_bytes()))
    except SpeechError as error:
        fail(error.message)
    except OSError as error:
        fail(f"读不了 {file}：{error.strerror}")
    typer.echo(to_written(corrections.apply(heard.text)))


def speak(
    text: Annotated[str, typer.Argument(help="要读的话")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个 WAV 文件")],
) -> None:
    """Write the sound of a sentence to a file."""
    settings = Settings()
    mouth = Synthesiser(workers=1, cache_dir=settings.var / "speech-cache", rate=settings.speech_rate)
    try:
        audio = mouth.speak(text)
        if not audio.pcm:
            fail("这句话里没有能读出来的内容。")
        output.write_bytes(write_wav(audio))
    except SpeechError as error:
        fail(error.message)
    except OSError as error:
        fail(f"写不了 {output}：{error.strerror}")
    finally:
        mouth.close()
    typer.echo(f"已写到 {output}（{audio.seconds:.1f} 秒）。")
