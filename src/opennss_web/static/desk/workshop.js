// The trainer's screen looks again by itself, if the trainer wishes; without this script the link does it.
(() => {
  const label = document.getElementById("refresh");
  const wish = label.querySelector("input");
  const key = "workshop-refresh";
  label.hidden = false;
  wish.checked = sessionStorage.getItem(key) === "yes";
  wish.addEventListener("change", () => sessionStorage.setItem(key, wish.checked ? "yes" : "no"));
  const look = async () => {
    const teams = document.getElementById("teams");
    if (!wish.checked || teams.contains(document.activeElement)) return;
    const answer = await fetch("/workshop", { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    teams.replaceChildren(...page.getElementById("teams").children);
  };
  setInterval(() => look().catch(() => {}), 15000);
})();
