/** The printed order: the button opens the browser's own dialog. */

document.getElementById("print").addEventListener("click", () => print());
