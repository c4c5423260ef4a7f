/** The text-size switch; the choice is kept in this browser. */

const KEY = "text-size";

function choose(size) {
  document.documentElement.dataset.size = size;
  for (const button of document.querySelectorAll(".sizes button")) {
    button.setAttribute("aria-pressed", String(button.dataset.size === size));
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing still shows the page
  }
}

function remember(size) {
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // as above
  }
}

for (const button of document.querySelectorAll(".sizes button")) {
  button.addEventListener("click", () => {
    choose(button.dataset.size);
    remember(button.dataset.size);
  });
}
choose(remembered() ?? "normal");
