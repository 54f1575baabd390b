"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const shown = () => one("#detail article")?.dataset.id;
  const rows = () => all("#list a[data-id]");

  function mark() {
    const id = shown();
    for (const row of all("#list li")) row.classList.toggle("on", row.id === "row-" + id);
  }
  function step(by) {
    const links = rows(), at = links.findIndex((link) => link.dataset.id === shown());
    const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
    if (!next) return;
    next.click();
    next.scrollIntoView({ block: "nearest" });
  }
  function press(key) {
    const button = one(`#detail [data-key="${key}"]`);
    if (!button) return;
    if (key === "r" && !one("#note").value.trim()) { one("#note").focus(); return; }
    button.click();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if ("crpud".includes(event.key)) press(event.key);
    else if (event.key === "o") one("#detail .open")?.click();
    else if (event.key === "/") one("#search").focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "all") for (const box of all("#list input")) box.checked = event.target.checked;
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    mark();
    if (event.target.id === "paper") one("#hit")?.scrollIntoView({ block: "center" });
    if (event.target.id === "detail") one("#detail").scrollTop = 0;
    one("#failure").textContent = "";
  });
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.body.addEventListener(failed, (event) => {
      one("#failure").textContent = event.detail.xhr?.responseText || "连接已断开，请查看命令行窗口。";
    });
  }
})();
