/* The search: the index is a script that is loaded when somebody begins to search. */
(function () {
  "use strict";
  const input = document.getElementById("search");
  const panel = document.getElementById("results");
  const found = document.getElementById("found");
  const list = panel.querySelector("ol");
  let index;

  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `assets/${name}`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  async function makeIndex() {
    await Promise.all([loadScript("minisearch.js"), loadScript("search-index.js")]);
    const made = new window.MiniSearch({
      fields: ["title", "page", "text"],
      storeFields: ["title", "page", "url", "text"],
      searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
    });
    made.addAll(window.ganbookSearch);
    return made;
  }

  const load = () => (index ??= makeIndex());

  /* The words around the first hit; everything is set as text, never as markup. */
  function excerpt({ text, terms }) {
    const small = text.toLowerCase();
    const at = Math.max(
      0,
      Math.min(...terms.map((term) => small.indexOf(term)).filter((place) => place >= 0), text.length),
    );
    const from = at === text.length ? 0 : Math.max(0, at - 50);
    return (from > 0 ? "… " : "") + text.slice(from, from + 150).trim() + " …";
  }

  function row(hit) {
    const link = document.createElement("a");
    link.href = hit.url;
    const [title, page, words] = ["b", "span", "small"].map((name) => document.createElement(name));
    title.textContent = hit.title;
    page.textContent = hit.title === hit.page ? "" : ` · ${hit.page}`;
    words.textContent = excerpt(hit);
    link.append(title, page, words);
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  async function search() {
    const words = input.value.trim();
    if (words === "") return (panel.hidden = true);
    const hits = (await load()).search(words).slice(0, 12);
    if (words !== input.value.trim()) return; // typed on meanwhile
    found.textContent = hits.length === 0 ? `Nothing found for “${words}”.` : `${hits.length} places`;
    list.replaceChildren(...hits.map(row));
    panel.hidden = false;
  }

  const links = () => [...list.querySelectorAll("a")];
  function move(event, by) {
    const all = links();
    const next = all[all.indexOf(document.activeElement) + by];
    (next || (by < 0 ? input : all.at(-1)))?.focus();
    event.preventDefault();
  }

  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", search);
  input.addEventListener("focus", search);
  document.querySelector(".search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 1);
    if (event.key === "ArrowUp") move(event, -1);
    if (event.key === "Enter" && event.target === input) links()[0]?.click();
    if (event.key === "Escape") {
      panel.hidden = true;
      input.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search") || event.target.closest("#results a")) panel.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    input.focus();
  });
})();
