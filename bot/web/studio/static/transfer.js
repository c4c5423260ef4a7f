/** Choose or drop a file, send it, go on to what it would change. */

import { byId } from "/static/staff/staff.js";
import { send } from "/static/studio/transfer-upload.js";

const LARGEST = 10_000_000;
const drop = byId("drop");

byId("file").addEventListener("change", (event) => take(event.target.files[0]));
byId("upload").addEventListener("submit", (event) => event.preventDefault());
for (const kind of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.files[0]);
  });
}
addEventListener("pageshow", () => { byId("file").value = ""; }); // so that the same file can be chosen again

async function take(file) {
  if (!file) return;
  refuse("");
  if (file.size > LARGEST) return refuse("文件太大，最多 10 MB。");
  show("正在上传…", 0);
  try {
    const { token } = await send(file, (share) => (share < 1 ? show("正在上传…", share) : show("传好了，正在检查…", null)));
    location.href = `/admin/faq/transfer/${token}`;
  } catch (error) {
    byId("wait").hidden = true;
    byId("file").value = "";
    refuse(`“${file.name}”：${error.message}`);
  }
}

function show(what, share) {
  byId("wait").hidden = false;
  byId("doing").textContent = what;
  if (share === null) byId("sent").removeAttribute("value");
  else byId("sent").value = share * 100;
}

function refuse(message) {
  byId("refused").textContent = message;
  byId("refused").hidden = !message;
}
