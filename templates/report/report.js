"use strict";
// Everything on the page works without this file; it adds sorting, filters, copying and the theme button.
{
  const root = document.documentElement;
  root.classList.add("script");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Theme: the system decides until the reader does. Storage can be forbidden for files, then the choice is not kept.
  const remembered = (() => {
    try { return localStorage.getItem("seaworthy-theme"); } catch { return null; }
  })();
  if (remembered === "light" || remembered === "dark") root.dataset.theme = remembered;
  document.getElementById("theme")?.addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("seaworthy-theme", root.dataset.theme); } catch { /* not kept */ }
  });

  // Sorting. A cell's `data-key` wins over its text; numbers sort before text.
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell?.dataset.key ?? cell?.textContent.trim() ?? "";
  };
  const compare = (a, b) => {
    const [x, y] = [Number.parseFloat(a), Number.parseFloat(b)];
    const numbers = Number.isFinite(x) && Number.isFinite(y) && !Number.isNaN(Number(a) + Number(b));
    return numbers ? x - y : collator.compare(a, b);
  };
  const sortBy = (table, header, column) => {
    // Numbers are most often wanted from the largest down.
    const first = header.classList.contains("num") ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = header.getAttribute("aria-sort") === first ? other : first;
    for (const th of all("thead th", table)) th.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row, column), row]);
    rows.sort(([a], [b]) => sign * compare(a, b));
    body.append(...rows.map(([, row]) => row));
  };
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((header, column) => {
      if (header.hasAttribute("data-nosort")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => sortBy(table, header, column));
      header.append(button);
    });
  }

  // A text matches when every word of the filter occurs in it. Texts are read once and only when first asked for.
  const texts = new WeakMap();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  const hasWords = (element, words) => words.every((word) => textOf(element).includes(word));
  const wordsOf = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);

  for (const input of all("input[data-table-filter]")) {
    const body = document.getElementById(input.dataset.tableFilter)?.tBodies[0];
    input.addEventListener("input", () => {
      const words = wordsOf(input);
      for (const row of body?.rows ?? []) row.hidden = !hasWords(row, words);
    });
  }

  // Filter forms: a select named `x` compares with `data-x` of each `[data-item]`, the search field with its text.
  const applyForm = (form) => {
    const list = document.getElementById(form.dataset.filters);
    const chosen = all("select", form).filter((select) => select.value !== "");
    const words = all("input[type=search]", form).flatMap(wordsOf);
    const items = all("[data-item]", list);
    for (const item of items) {
      item.hidden = !(chosen.every((s) => item.dataset[s.name] === s.value) && hasWords(item, words));
    }
    for (const group of all("[data-group]", list)) {
      group.hidden = all("[data-item]", group).every((item) => item.hidden);
    }
    const shown = items.filter((item) => !item.hidden).length;
    const output = form.querySelector("output");
    if (output) output.value = shown === items.length ? "" : `${shown} of ${items.length}`;
  };
  for (const form of all("form[data-filters]")) {
    form.addEventListener("input", () => applyForm(form));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  const setOpen = (id, open) => {
    for (const item of all("details[data-item]", document.getElementById(id))) {
      if (!item.hidden) item.open = open;
    }
  };
  for (const button of all("button[data-expand]")) {
    button.addEventListener("click", () => setOpen(button.dataset.expand, true));
  }
  for (const button of all("button[data-collapse]")) {
    button.addEventListener("click", () => setOpen(button.dataset.collapse, false));
  }

  // Copying. The clipboard is not there for plain files in every browser; then the text is selected instead.
  for (const button of all("button[data-copy]")) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(source);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = label; }, 1600);
    });
  }

  // A link to something inside closed or filtered entries opens them.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    let hidden = false;
    for (let e = target; e; e = e.parentElement) {
      if (e instanceof HTMLDetailsElement) e.open = true;
      hidden ||= e.hidden;
    }
    if (hidden) {
      for (const form of all("form[data-filters]")) {
        form.reset();
        applyForm(form);
      }
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  // A second click on the same link changes no hash, so the entry is opened here.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) reveal();
  });

  // Printing shows everything, and leaves the page as it was.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });

  // The entry of the section in view is marked in the navigation.
  const entries = new Map(all(".side a").map((a) => [a.hash.slice(1), a]));
  const inView = new Set();
  const watcher = new IntersectionObserver((changes) => {
    for (const change of changes) {
      if (change.isIntersecting) inView.add(change.target.id);
      else inView.delete(change.target.id);
    }
    const first = [...entries.keys()].find((id) => inView.has(id));
    for (const [id, a] of entries) {
      if (id === first) a.setAttribute("aria-current", "true");
      else a.removeAttribute("aria-current");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const section of all("main > section[id]")) watcher.observe(section);
}
