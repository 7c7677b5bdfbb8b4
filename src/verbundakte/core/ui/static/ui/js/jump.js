// From one change to the next: [data-jump] holds buttons with data-jump-by="1" or "-1"; what is
// jumped to has data-change and can take the focus. At the end it begins again.

export function startJumps(root) {
  for (const bar of root.querySelectorAll("[data-jump]:not([data-jump-on])")) {
    bar.dataset.jumpOn = "";
    bar.hidden = false;
    for (const button of bar.querySelectorAll("[data-jump-by]")) {
      button.addEventListener("click", () => jump(Number(button.dataset.jumpBy)));
    }
  }
}

function jump(by) {
  const all = [...document.querySelectorAll("[data-change]")];
  if (!all.length) return;
  const here = all.indexOf(document.querySelector("[data-change][data-here]"));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length;
  all[here]?.removeAttribute("data-here");
  all[next].dataset.here = "";
  all[next].focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "center" });
}
