"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, base = document) => [...base.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const sections = all("section"), tabs = all("nav a");
  const articles = all("#details article"), links = all("#list a");
  let texts = null, pictures = null, current = -1;

  function load(base) {
    for (const image of all("img[data-picture]:not([src])", base)) {
      pictures ??= JSON.parse(one("pictures").textContent);
      image.src = "data:image/webp;base64," + pictures[image.dataset.picture];
    }
  }
  function open(section) {
    for (const other of sections) other.classList.toggle("on", other === section);
    for (const tab of tabs) tab.classList.toggle("on", tab.hash === "#" + section.id);
    root.classList.toggle("reading", section.id === "findings");
  }
  function select(at, { scroll = true } = {}) {
    if (current >= 0) { articles[current].classList.remove("on"); links[current].classList.remove("on"); }
    current = at;
    one("none").hidden = at >= 0 || !articles.length;
    if (at < 0) return;
    articles[at].classList.add("on"); links[at].classList.add("on");
    load(articles[at]);
    one("details").scrollTop = 0;
    if (scroll) links[at].scrollIntoView({ block: "nearest" });
  }
  const visible = () => articles.map((_, at) => at).filter((at) => !articles[at].classList.contains("out"));
  function filter() {
    const wanted = one("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const project = one("by-project").value, rule = one("by-rule").value, status = one("by-status").value;
    if (wanted.length) texts ??= articles.map((article) => article.textContent.toLowerCase());
    const severities = new Set(all("[name=severity]:checked").map((box) => box.value));
    articles.forEach((article, at) => {
      const data = article.dataset;
      const fits = severities.has(data.severity) && (project === "*" || data.project === project) && (rule === "*" || data.rule === rule) &&
        (status === "*" || data.status === status) && wanted.every((word) => texts[at].includes(word));
      article.classList.toggle("out", !fits);
      links[at].parentElement.hidden = !fits;
    });
    const shown = visible();
    one("shown").textContent = shown.length + " / " + articles.length;
    if (!shown.includes(current)) select(shown.length ? shown[0] : -1);
  }
  function step(by) {
    const shown = visible(), at = shown.indexOf(current);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    open(one("findings"));
    select(next);
    history.replaceState(null, "", "#" + articles[next].id);
  }
  function follow() {
    const target = one(decodeURIComponent(location.hash.slice(1)));
    const at = articles.indexOf(target);
    if (at >= 0) { open(one("findings")); select(at); }
    else open(sections.includes(target) ? target : sections[0]);
    scrollTo(0, 0);
  }
  one("filters").addEventListener("input", filter);
  one("filters").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => all("#details article:not(.out)").forEach(load));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input[type=search], select");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing) return;
    if (event.key === "j" || event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (event.key === "k" || event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else if (event.key === "/") { open(one("findings")); one("search").focus(); event.preventDefault(); }
    else if (/^[1-4]$/.test(event.key)) location.hash = tabs[event.key - 1].hash;
  });
  filter();
  follow();
})();
