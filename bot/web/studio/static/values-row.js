/** One local value in the table: edited in place, saved by itself, checked while typing. */

import { api, el, toast } from "/static/staff/staff.js";
import { today } from "./entry-answers.js";
import { ask } from "./entry-net.js";
import { askWhose } from "./entry-overtaken.js";
import { Saver } from "./entry-saver.js";
import { cells, showErrors, usedBy } from "./values-cells.js";

const CHECK_MS = 400;
const SOON_DAYS = 60;
const SAVED = { saved: "", waiting: "没有保存", saving: "正在保存…", failed: "没有保存", overtaken: "没有保存" };
const STANDING = { missing: "还没填", expired: "已失效", soon: "快到期" };

export class Row {
  #timer = 0;
  #round = 0;

  /** `changed()` is told when the row's draft comes or goes; `publish(row)` when it shall go live. */
  constructor(view, user, { changed, publish }) {
    Object.assign(this, { view, changed, publish, key: view.key, used: view.used });
    this.content = { ...view.shown };
    this.element = el("tr", { "data-key": view.key });
    this.saver = new Saver({ kind: "value", key: view.key, user, view, content: () => this.content, told: (...said) => this.#told(...said), saved: (answer) => this.#saved(answer), overtaken: (answer) => this.#overtaken(answer) });
    const held = this.saver.held();
    if (held) this.content = held.content;
    this.#render();
    if (held) this.saver.resume(held);
  }

  /** Return whether the row has what is typed in a search. */
  has(words) {
    const { label, value, source } = this.content ?? this.view.shown;
    const text = [label, value, source, ...this.used.map((each) => each.title)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  }

  /** Return missing, expired, soon or "", as the value stands here. */
  get standing() {
    const { value, expires } = this.content ?? this.view.shown;
    if (value == null || value === "") return "missing";
    if (!expires || expires > today(SOON_DAYS)) return "";
    return expires < today() ? "expired" : "soon";
  }

  get draft() {
    return this.view.draft;
  }

  #render() {
    const content = this.content;
    if (!content) return this.#removed();
    const write = (name, value) => this.#write(name, value);
    this.status = el("div", { class: "standing" });
    this.element.replaceChildren(...cells(content, this.view.shown.label, write), el("td", { class: "cell-used" }, ...usedBy(this.used)), el("td", {}, this.status));
    this.#showState();
  }

  #write(name, value) {
    this.content[name] = value.trim() === "" ? null : value;
    if (name === "value" && value && !this.content.as_of) { // what is written today is what holds today; it can be changed
      this.content.as_of = today();
      this.element.querySelector("[data-name=as_of]").value = this.content.as_of;
    }
    this.saver.edit();
    this.check();
  }

  #removed() {
    this.status = el("div", { class: "standing" });
    this.element.replaceChildren(el("th", { scope: "row" }, this.view.shown.label), el("td", { colspan: 5, class: "soft" }, "发布以后删除"), el("td", {}, this.status));
    this.#showState();
  }

  #showState() {
    const { draft, outdated } = this.view;
    const [standing, busy] = [STANDING[this.standing], Boolean(draft?.release)];
    const saved = (this.saved = el("span", { class: "soft", role: "status" }));
    const small = (text, click) => el("button", { type: "button", class: "small", click, "aria-label": `${text}：${this.view.shown.label}` }, text);
    const parts = [standing && el("span", { class: "badge warn" }, standing), draft && el("span", { class: "badge" }, busy ? "发布中" : `草稿：${draft.label}`), saved];
    if (outdated && !busy) parts.push(el("span", { class: "error" }, "现在用的值刚被别人改过"), small("草稿照旧", () => this.#act("rebase")));
    if (draft && !busy) parts.push(small("发布", () => this.publish(this)), small("放弃", () => this.#giveUp()));
    if (!draft && !this.used.length && this.view.live) parts.push(small("删除", () => this.#remove()));
    this.status.replaceChildren(...parts.filter(Boolean));
  }

  check() {
    clearTimeout(this.#timer);
    const mine = (this.#round += 1);
    this.#timer = setTimeout(async () => {
      const { status, body } = await ask("/api/studio/check", { kind: "value", key: this.key, content: this.content });
      if (mine !== this.#round || status !== 200) return;
      showErrors(this.element, body.errors);
    }, CHECK_MS);
  }

  #told(state, message) {
    if (this.saved) this.saved.textContent = message ? `${SAVED[state]}：${message}` : SAVED[state];
  }

  #saved(answer) {
    const before = this.view;
    this.view = { ...answer, shown: this.content ?? before.shown, used: this.used };
    this.#showState();
    this.changed();
  }

  #overtaken(answer) {
    askWhose(answer, { mine: () => Object.values(this.content ?? {}).filter(Boolean).join("\t"), keepMine: (theirs) => this.saver.keepMine(theirs), takeTheirs: (theirs) => {
      this.saver.forget(theirs);
      return this.reload();
    } });
  }

  async reload() {
    const view = await api(`/api/studio/edit/value/${this.key}`);
    this.content = view.content && { ...view.content };
    this.view = { ...view, shown: view.content ?? view.live, used: this.used };
    this.saver.forget(view);
    this.#render();
    this.changed();
  }

  async #act(what) {
    await this.saver.flush();
    await api(`/api/studio/edit/value/${this.key}/${what}`, { body: {} });
    await this.reload();
  }

  async #giveUp() {
    if (!confirm(`放弃“${this.view.shown.label}”的改动？`)) return;
    const fresh = !this.view.live;
    await this.saver.flush();
    await api(`/api/studio/edit/value/${this.key}/discard`, { body: {} });
    toast("改动已放弃。");
    if (!fresh) return this.reload();
    this.saver.forget();
    this.element.remove();
    this.view = { ...this.view, draft: null };
    this.changed();
  }

  async #remove() {
    if (!confirm(`删除“${this.view.shown.label}”？先存成草稿，发布以后生效。`)) return;
    this.content = null;
    this.#render();
    this.saver.edit();
    await this.saver.flush();
  }
}
