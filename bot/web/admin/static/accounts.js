/** Accounts: the list, and a form that adds one or changes the one that is chosen. */

import { api, byId, el, toast } from "/static/staff/staff.js";

const PATH = "/api/admin/staff";
const form = byId("account");
let chosen = null; // the account that the form changes; null adds one

async function load() {
  const { accounts } = await api(PATH);
  byId("accounts").replaceChildren(...accounts.map(row));
  return accounts;
}

function row(account) {
  const place = account.role === "department" ? account.unit_name : account.group_labels.join("、");
  const state = !account.active ? "停用" : account.password_due ? "启用，等待改初始密码" : "启用";
  const edit = el("button", { "aria-label": `修改 ${account.username}`, "aria-pressed": String(account.id === chosen?.id), click: () => choose(account) }, "修改");
  const cells = [account.username, account.display_name, account.role_label, place ?? "—", account.capacity, state];
  return el("tr", { "data-username": account.username, class: !account.active && "closed" }, ...cells.map((text) => el("td", {}, String(text))), el("td", {}, edit));
}

function choose(account) {
  chosen = account;
  for (const each of byId("accounts").querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.closest("tr").dataset.username === account?.username));
  form.reset();
  byId("form-title").textContent = account ? `修改 ${account.username}` : "新建账号";
  form.elements.username.value = account?.username ?? "";
  form.elements.username.readOnly = Boolean(account);
  form.elements.display_name.value = account?.display_name ?? "";
  form.elements.role.value = account?.role ?? "agent";
  form.elements.role.disabled = Boolean(account?.own);
  form.elements.unit.value = account?.unit ?? "";
  form.elements.capacity.value = account?.capacity ?? 3;
  for (const box of form.querySelectorAll("[name=groups]")) box.checked = (account?.groups ?? ["general"]).includes(box.value);
  byId("more").hidden = !account || account.own;
  byId("reset").hidden = byId("disable").hidden = !account?.active;
  byId("enable").hidden = !account || account.active;
  showUnit();
  byId("form-title").focus();
}

function showUnit() {
  byId("unit-field").hidden = form.elements.role.value !== "department";
}

function told() {
  const { username, display_name, role, unit, capacity } = form.elements;
  const groups = [...form.querySelectorAll("[name=groups]:checked")].map((box) => box.value);
  const place = { display_name: display_name.value, role: role.value, unit: role.value === "department" ? unit.value : null, groups, capacity: Number(capacity.value) };
  return chosen ? place : { username: username.value, ...place };
}

async function save() {
  if (!chosen) {
    const { account, password } = await api(PATH, { body: told() });
    await load();
    choose(null);
    return showOnce(account.username, password);
  }
  const { account } = await api(`${PATH}/${chosen.id}`, { method: "PUT", body: told() });
  await load();
  choose(account);
  toast(`已保存 ${account.username}。`);
}

/** Show a password until it was noted; nothing keeps it. */
function showOnce(username, password) {
  byId("once-title").textContent = `${username} 的初始密码：`;
  byId("password").textContent = password;
  byId("once").hidden = false;
  form.hidden = true;
  byId("once-title").focus();
}

function forget() {
  byId("password").textContent = "";
  byId("once").hidden = true;
  form.hidden = false;
}

async function act(what, question) {
  if (!confirm(question)) return;
  const { username, id } = chosen;
  const { password } = await api(`${PATH}/${id}/${what}`, { body: {} });
  const accounts = await load();
  choose(accounts.find((each) => each.id === id) ?? null);
  if (password) showOnce(username, password);
  else toast(`已停用 ${username}，正在登录的也已退出。`);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  forget();
  try {
    await save();
  } finally {
    button.disabled = false;
  }
});
form.elements.role.addEventListener("change", showUnit);
byId("new").addEventListener("click", () => {
  forget();
  choose(null);
  form.elements.username.focus();
});
byId("reset").addEventListener("click", () => act("password", `给 ${chosen.username} 换一个新密码？旧密码马上失效，正在登录的会退出。`));
byId("disable").addEventListener("click", () => act("disable", `停用 ${chosen.username}？正在登录的会马上退出。`));
byId("enable").addEventListener("click", () => act("enable", `重新启用 ${chosen.username}？会给一个新的初始密码。`));
byId("noted").addEventListener("click", () => {
  forget();
  byId("form-title").focus();
});

choose(null); // first: it moves the focus, and nobody's own may be moved when the list comes
await load();
