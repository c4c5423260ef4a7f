/** What the citizen thinks of the talk: solved or not, how content; sent once both are said, and may be changed. */

import { el } from "./dom.js";

const SOLVED = [["true", "解决了"], ["false", "没解决"]];
const CONTENT = [["satisfied", "满意"], ["basically", "基本满意"], ["dissatisfied", "不满意"]];
const UNHAPPY = "谢谢您告诉我们。需要的话，可以点“转人工”，或者说“登记工单”交给部门办理。";

/** Return the card; `send` takes {solved, satisfied} and returns a promise, `close` is called when it may go. */
export function ratingCard(send, close) {
  const told = el("p", { role: "status" });
  const button = el("button", { type: "submit", class: "primary" }, "提交评价");
  const form = el(
    "form",
    { class: "card rating", "aria-label": "评价这次服务", submit: (event) => submit(event, { send, told, button }) },
    choice("solved", "您的问题解决了吗？", SOLVED),
    choice("satisfied", "对这次服务满意吗？", CONTENT),
    el("div", { class: "actions" }, button, el("button", { type: "button", click: close }, "不评价")),
    told,
  );
  return form;
}

function choice(name, question, answers) {
  const one = ([value, label]) => el("label", {}, el("input", { type: "radio", name, value, required: true }), label);
  return el("fieldset", {}, el("legend", {}, question), ...answers.map(one));
}

async function submit(event, { send, told, button }) {
  event.preventDefault();
  const said = new FormData(event.target);
  const rating = { solved: said.get("solved") === "true", satisfied: said.get("satisfied") };
  button.disabled = true;
  try {
    await send(rating);
    const unhappy = !rating.solved || rating.satisfied === "dissatisfied";
    told.textContent = unhappy ? UNHAPPY : "谢谢您的评价。";
  } catch (error) {
    told.textContent = `没有提交成功：${error.message}`;
  }
  button.disabled = false;
}
