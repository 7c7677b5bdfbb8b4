// Arrow keys in trees: right opens, left closes or goes up; h and l do the same.

export function startTrees(root) {
  for (const tree of root.querySelectorAll("[data-tree]:not([data-tree-on])")) {
    tree.dataset.treeOn = "";
    tree.addEventListener("keydown", onKey);
  }
}

function onKey(event) {
  const link = event.target.closest(".va-tree__item > a");
  if (!link || event.ctrlKey || event.altKey || event.metaKey) return;
  const off = document.documentElement.dataset.vaKeys === "off";
  const key = off ? event.key : { h: "ArrowLeft", l: "ArrowRight", j: "ArrowDown", k: "ArrowUp" }[event.key] ?? event.key;
  const move = { ArrowRight: open, ArrowLeft: close, ArrowDown: next, ArrowUp: previous }[key];
  if (!move) return;
  event.preventDefault();
  event.stopPropagation();
  move(link, event.currentTarget)?.focus();
}

const branchOf = (link) => link.parentElement.querySelector(":scope > details");
const visible = (tree) => [...tree.querySelectorAll(".va-tree__item > a")].filter((link) => link.offsetParent !== null);

function open(link) {
  const branch = branchOf(link);
  if (branch && !branch.open) { branch.open = true; return link; }
  return branch?.querySelector("a");
}

function close(link) {
  const branch = branchOf(link);
  if (branch?.open) { branch.open = false; return link; }
  return link.parentElement.parentElement.closest(".va-tree__item")?.querySelector(":scope > a");
}

function next(link, tree) {
  const all = visible(tree);
  return all[all.indexOf(link) + 1];
}

function previous(link, tree) {
  const all = visible(tree);
  return all[all.indexOf(link) - 1];
}
