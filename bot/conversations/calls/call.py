"""One live call: the state machine, the sound, the dialogue and the clock, brought together."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.business.calls import events as at
from bot.business.calls.policy import CallPolicy
from bot.business.calls.session import CallSession
from bot.business.conversation import Channel, Owner
from bot.business.errors import BusinessError
from bot.business.handoff import HandoffReason
from bot.conversations.calls.ears import Ears, Understood
from bot.conversations.calls.line import FRAME_S, Line
from bot.conversations.calls.measures import CallMeasures, TurnTimes
from bot.conversations.calls.playout import Playout
from bot.conversations.calls.recording import NoRecording, Recording
from bot.conversations.calls.speaker import Speaker
from bot.conversations.dialogue import Dialogue, Said
from bot.conversations.voice import Voice

log = logging.getLogger(__name__)

_STALL_S = 1.0  # after so long a standstill the pacing begins anew instead of catching up


class Call:
    """Runs one call on the loop that made it. `hear`, `press` and `hung_up` come from the line."""

    def __init__(
        self,
        voice: Voice,
        dialogue: Dialogue,
        line: Line,
        conversation_id: str,
        channel: Channel,
        policy: CallPolicy,
        measures: CallMeasures,
        recording: Recording | NoRecording,
        spawn: Callable[[Any], Any],
        note: Callable[[at.Outcome], Coroutine[Any, Any, None]],
    ) -> None:
        self.conversation_id = conversation_id
        self.line = line
        self._channel = channel
        self.outcome: at.Outcome | None = None
        self.began = time.monotonic()
        self.session = CallSession(policy)
        self._voice, self._dialogue, self._measures, self._recording = voice, dialogue, measures, recording
        self._note = note  # writes the outcome; never raises
        self._spawn = spawn  # for questions: they are answered even when the caller is gone
        self._loop = asyncio.get_running_loop()
        self._playout = Playout(line.rate)
        self._speaker = Speaker(voice, self._playout, line.rate)
        self._ears = (
            None if policy.full else Ears(voice, line.rate, self._on_speech, self._on_pause, self._on_turn)
        )
        self._frame = round(line.rate * FRAME_S) * 2
        self._ahead_s = 0.0  # of sound that the line holds
        self._sounding = False  # there is or was something to be heard that Spoken has to follow
        self._timer: asyncio.TimerHandle | None = None
        self._turn: TurnTimes | None = None
        self._heard: dict[str, Any] | None = None
        self.caller: str | None = None  # the number, for who looks after the calls
        self.last_words: tuple[str, str] | None = None  # who said them: citizen or robot
        self._started = self._loop.time()
        self._pacing = asyncio.create_task(self._pace())

    @property
    def is_phone(self) -> bool:
        """Return whether it came over the telephone."""
        return self._channel is Channel.PHONE

    # -- what the line tells

    def start(self) -> None:
        """The call is up."""
        self._happens(at.Answered())

    def hear(self, pcm: bytes) -> None:
        """Take sound of the caller: PCM16 LE at the line's rate, of any length."""
        self._recording.caller(pcm)
        if self._ears is not None:
            self._ears.hear(pcm)

    def press(self, key: str) -> None:
        """Take a key: 0 to 9, * or #."""
        self._tell({"type": "key", "key": key})
        self._happens(at.Key(key))

    def nobody_answered(self) -> None:
        """No person took the call that was transferred."""
        self._spawn(self._come_back())

    def stop_speaking(self) -> None:
        """Break off what is being said, because a button says so."""
        self._happens(at.Key("#"))

    def end(self) -> None:
        """End the call from our side; the line reports the hang-up."""
        self._tell({"type": "ended"})
        self.line.hang_up()

    def hung_up(self) -> None:
        """The caller is gone, or we have hung up: everything is freed."""
        self._happens(at.HungUp())
        self._pacing.cancel()
        self._speaker.close()
        if self._ears is not None:
            self._ears.close()
        self._recording.close()
        self._spawn(self._dialogue.stop_foreseeing(self.conversation_id))
        if self._timer is not None:
            self._timer.cancel()

    # -- events and decisions

    def _happens(self, event: at.Event) -> None:
        for decision in self.session.handle(event, self._loop.time()):
            self._do(decision)
        if self._timer is not None:
            self._timer.cancel()
        deadline = self.session.deadline
        self._timer = self._loop.call_at(deadline, self._happens, at.Tick()) if deadline else None

    def _do(self, decision: at.Decision) -> None:
        match decision:
            case at.Say():
                self._say(decision)
            case at.Hold() | at.Resume() | at.Hush():
                self._change_sound(decision)
            case at.Ask(number, text):
                self._spawn(self._answer(number, self._say_to_dialogue(text)))
            case at.CallPerson(number, wished):
                self._spawn(self._answer(number, self._person(wished)))
            case at.SetPause(seconds) if self._ears is not None:
                self._ears.set_pause(seconds)
            case at.Transfer():
                self._spawn(self._leave(at.Outcome.AGENT, self.line.transfer))
            case at.HangUp(outcome):
                self._spawn(self._leave(outcome, self.end))

    def _change_sound(self, decision: at.Hold | at.Resume | at.Hush) -> None:
        match decision:
            case at.Hold():
                self._hold()
            case at.Resume():
                self._playout.resume()
            case at.Hush():
                self._hush()

    def _say(self, what: at.Say) -> None:
        if not self._sounding:
            self._tell({"type": "speaking", "state": "start", "rate": self.line.rate})
        self._sounding = True
        self._speaker.say(what)

    def _hold(self) -> None:
        self.line.drop()
        self._playout.hold(self._ahead_s)
        self._ahead_s = 0.0
        self._tell({"type": "held"})

    def _hush(self) -> None:
        self.line.drop()
        self._speaker.hush()
        self._playout.flush()
        self._ahead_s = 0.0
        if self._sounding:
            self._sounding = False
            self._tell({"type": "interrupted"})

    # -- the caller's words

    def _on_speech(self, event: at.Speech) -> None:
        if event.text:
            self._tell({"type": "partial", "text": event.text})
        self._happens(event)

    def _on_pause(self, text: str) -> None:
        """Have the answer ready in case that this was all; what comes of it is used by `Dialogue.say`."""
        if text and self.session.answers_questions:
            self._spawn(self._foresee(text))

    async def _foresee(self, text: str) -> None:
        for reply in (await self._dialogue.foresee(self.conversation_id, text))[:1]:
            answer = at.answer_from(reply)
            await self._speaker.prepare(at.Say(answer.speech, slow=self.session.slow or answer.slow))

    def _on_turn(self, turn: Understood) -> None:
        self._tell({"type": "transcript", "text": turn.text, "confidence": turn.confidence})
        if turn.text:
            self.last_words = ("citizen", turn.text)
            self._heard = self._details(turn)
            self._turn = TurnTimes(spoken=turn.ended_at, understood=self._loop.time())
        self._happens(at.Heard(turn.text, turn.confidence, self._playout.left_s + self._ahead_s))

    def _details(self, turn: Understood) -> dict[str, Any]:
        """Return what is kept of how a turn was heard: when it ended in the call, and each word's time and confidence."""
        words = [
            {"text": each.text, "start_s": each.start_s, "end_s": each.end_s, "confidence": each.confidence}
            for each in turn.words
        ]
        return {
            "confidence": turn.confidence,
            "ended_at_s": round(turn.ended_at - self._started, 2),
            "words": words,
        }

    def _say_to_dialogue(self, text: str) -> Coroutine[Any, Any, Said]:
        heard, self._heard = self._heard, None
        return self._dialogue.say(self.conversation_id, text, self._channel, heard=heard)

    def _person(self, wished: bool) -> Coroutine[Any, Any, Said]:
        if self._ears is None:
            told = "线路已满，来电没有接进来，请给来电人回电话"
            return self._dialogue.call_person(self.conversation_id, HandoffReason.OTHER, told)
        reason = HandoffReason.ASKED if wished else HandoffReason.NO_MATCH
        told = "来电人要求人工" if wished else "多次没有听到或听懂来电人说的话"
        return self._dialogue.call_person(self.conversation_id, reason, told)

    async def _answer(self, number: int, answering: Coroutine[Any, Any, Said]) -> None:
        turn, self._turn = self._turn, None
        try:
            said = await answering
        except BusinessError as error:
            self._tell({"type": "error", "error": {"code": error.code, "message": error.message}})
            self._happens(at.Failed(number))
            return
        except Exception:  # a locked database or a bug must not leave a caller in silence
            log.exception("question not answered")
            self._happens(at.Failed(number))
            return
        if turn is not None:
            turn.answered, turn.acted_s, turn.prepared_s = self._loop.time(), said.acted_s, said.prepared_s
            self._turn = turn
        self._answered(number, said)

    def _answered(self, number: int, said: Said) -> None:
        for reply in said.replies:
            self._tell({"type": "reply", "reply": reply})
            self.last_words = ("robot", str(reply["text"]))
        to_person = said.owner is not Owner.ROBOT
        if to_person:
            self._tell({"type": "handoff", "owner": said.owner.value})
        answers = tuple(at.answer_from(reply) for reply in said.replies)
        self._happens(at.Replied(number, answers, to_person))

    async def _leave(self, outcome: at.Outcome, go: Callable[[], None]) -> None:
        """Write what the call came to, then go: the exchange asks as soon as we have hung up."""
        self.outcome = outcome
        await self._note(outcome)
        go()

    async def _come_back(self) -> None:
        try:
            await self._dialogue.nobody_came(self.conversation_id)
        except Exception:
            log.exception("conversation not given back")
        self.outcome = None
        self._happens(at.NobodyAnswered())

    # -- sound out

    async def _pace(self) -> None:
        due = self._loop.time()
        while True:
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            late = self._loop.time() - due
            self._measures.frame(late)
            if late > _STALL_S:
                due = self._loop.time()
            self._send_due()

    def _send_due(self) -> None:
        self._ahead_s = max(0.0, self._ahead_s - FRAME_S)
        sent = b""
        while self._ahead_s < self.line.lead_s:
            frame = self._playout.take(self._frame)
            if not frame:
                break
            self.line.send(frame)
            self._ahead_s += FRAME_S
            sent = frame
        if sent and self._turn is not None:
            self._measures.turn(self._turn, self._loop.time())
            self._turn = None
        if not sent and self.line.continuous:
            self.line.send(bytes(self._frame))
        self._recording.ours(sent or bytes(self._frame))
        if self._sounding and not sent and not self._ahead_s and not self._held_or_coming():
            self._sounding = False
            self._tell({"type": "speaking", "state": "end"})
            self._happens(at.Spoken())

    def _held_or_coming(self) -> bool:
        return self._speaker.busy or self._playout.left_s > 0

    def _tell(self, event: dict[str, Any]) -> None:
        self.line.tell({**event, "t_ms": int((time.monotonic() - self.began) * 1000)})
