// What plain HTML and htmx cannot do: the palette's keys, menus that close, rows one walks with j and k.
// Every feature is found by an attribute, and every page works without this file.
"use strict";

const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Dialogs: <a data-dialog="id"> opens one, [data-close] inside closes it; Escape and focus are the browser's.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(opener.dataset.dialog);
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
  event.target.closest("[data-dismiss]")?.parentElement.remove();
  if (event.target.matches("dialog")) event.target.close(); // the backdrop
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog.open) return;
  dialog.showModal();
  if (id === "palette") askAgain(dialog.querySelector("input"));
}

function askAgain(input) {
  input.select();
  htmx.trigger(input, "opened");
}

// Keys of the whole page.
document.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return open("palette");
  }
  if (event.key === "Escape") return closeMenu(event);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog:modal")) return;
  if (event.key === "/" && document.getElementById("palette")) {
    event.preventDefault();
    open("palette");
  }
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
  press(event);
});

// A page's own keys: <button data-key="m"> is pressed by m; <button data-row-key="d"> by d while its row has the focus.
function press(event) {
  if (event.repeat) return;
  const key = CSS.escape(event.key);
  const row = event.target.closest?.("tr, .list > li");
  const keyed = row?.querySelector(`[data-row-key="${key}"]`) ?? document.querySelector(`[data-key="${key}"]`);
  if (!keyed) return;
  event.preventDefault();
  keyed.click();
  if (keyed.matches("details[open] > summary")) keyed.parentElement.querySelector("input, textarea")?.focus();
}

function closeMenu(event) {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu && event.target.closest?.("[data-leave]")) event.target.blur(); // so that the page's keys are keys again
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector("summary").focus();
}

// Rows: j and k move from one row's link to the next; Enter is the link's own.
function walk(step) {
  const links = all("main .table tbody tr, main .list > li").map((row) => row.querySelector("a")).filter(Boolean);
  const row = document.activeElement?.closest("tr, .list > li");
  const here = links.findIndex((link) => row?.contains(link));
  const next = links[here === -1 ? (step > 0 ? 0 : links.length - 1) : here + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// The palette: arrows choose, Enter goes.
const input = document.querySelector("#palette input");
const found = document.getElementById("found");
input?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    event.preventDefault();
    found.querySelector('[aria-selected="true"]')?.click();
  }
});
found?.addEventListener("htmx:afterSwap", () => choose(0));

function choose(step) {
  const options = all('[role="option"]', found);
  const before = options.findIndex((option) => option.ariaSelected === "true");
  const now = options[(Math.max(before, 0) + (before === -1 ? 0 : step) + options.length) % options.length];
  for (const option of options) option.ariaSelected = String(option === now);
  if (now) input.setAttribute("aria-activedescendant", now.id);
  else input.removeAttribute("aria-activedescendant");
  now?.scrollIntoView({ block: "nearest" });
}

// Select with search: typing narrows the choices, choosing closes the list.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrow]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of all("li", event.target.closest(".choose"))) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
  }
});
document.addEventListener("change", (event) => {
  const menu = event.target.closest(".choose");
  if (menu && event.target.type === "radio") {
    menu.querySelector("[data-chosen]").textContent = event.target.closest("label").textContent;
  }
  const columns = event.target.closest("[data-columns-of]");
  if (columns) {
    localStorage.setItem(`columns:${columns.dataset.columnsOf}`, JSON.stringify(hiddenColumns(columns)));
    showColumns(columns);
  }
});

// Columns: <th data-column="key"> stands for its whole column; what one hid stays hidden in this browser.
const hiddenColumns = (menu) => all("input:not(:checked)", menu).map((box) => box.value);

function showColumns(menu) {
  const table = document.getElementById(menu.dataset.columnsOf);
  const hidden = hiddenColumns(menu);
  all("thead th", table).forEach((head, index) => {
    if (!head.dataset.column) return;
    for (const row of table.rows) row.cells[index].hidden = hidden.includes(head.dataset.column);
  });
}

for (const menu of all("[data-columns-of]")) {
  const kept = JSON.parse(localStorage.getItem(`columns:${menu.dataset.columnsOf}`) ?? "[]");
  for (const box of all("input", menu)) box.checked = !kept.includes(box.value);
  showColumns(menu);
}

// What scrolls sideways must be reachable by keyboard.
function reachable() {
  for (const box of all(".table-scroll, .drawing, pre")) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
  }
}
reachable();
addEventListener("resize", reachable);
