/** Send a file with progress; fetch can't tell how much has been sent. */

const csrf = document.querySelector("meta[name=csrf]").content;

/** Send `file` and return the server's answer; `sent(share)` hears of 0 to 1. A refusal is thrown with its message. */
export function send(file, sent) {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/studio/transfer/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && sent(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status === 401) location.href = "/agent/login";
      const answer = parsed(request.responseText);
      if (request.status < 300) done(answer);
      else refuse(new Error(answer.error?.message ?? "没有成功，请稍后再试。"));
    });
    request.addEventListener("error", () => refuse(new Error("没有传上去，请检查网络，再试一次。")));
    request.send(file);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
