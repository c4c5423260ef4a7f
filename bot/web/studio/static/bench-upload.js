/** Sheets of sentences on their way to us: chosen or dropped; what is wrong with them is shown by cell. */

import { api, byId, el, problem } from "/static/staff/staff.js";

const form = byId("upload");

async function send(file) {
  byId("wrong").hidden = byId("refused").hidden = true;
  byId("doing").textContent = `正在读“${file.name}”…`;
  try {
    const body = new Blob([file], { type: "application/octet-stream" });
    const answer = await api(`${form.dataset.to}?name=${encodeURIComponent(file.name)}`, { method: "PUT", body });
    if (answer.mistakes.length) wrong(answer);
    else done(answer);
  } catch (error) {
    problem("");
    byId("refused").textContent = error.message;
    byId("refused").hidden = false;
  } finally {
    byId("doing").textContent = "";
    byId("file").value = "";
  }
}

function done(answer) {
  if (answer.token) location.href = form.dataset.then + answer.token;
  else form.dispatchEvent(new CustomEvent("imported", { detail: answer }));
}

function wrong({ mistakes, more }) {
  byId("mistakes").replaceChildren(
    ...mistakes.map(({ where, message }) => el("tr", {}, el("th", { scope: "row" }, where), el("td", {}, message))),
  );
  byId("more-wrong").textContent = more ? `还有 ${more} 处没有列出来。` : "";
  byId("wrong").hidden = false;
}

byId("file").addEventListener("change", () => byId("file").files[0] && send(byId("file").files[0]));
for (const name of ["dragover", "drop"]) {
  byId("drop").addEventListener(name, (event) => {
    event.preventDefault();
    if (name === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
  });
}
byId("from-tests")?.addEventListener("click", async () => {
  const { token } = await api("/api/studio/bench/batches", { method: "POST", body: {} }).catch(() => ({}));
  if (token) location.href = `/admin/faq/bench/batch/${token}`;
});
