// Saves while a person answers and adds up points. It keeps nothing on the device, which others may use too.
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form) return;

  const status = document.getElementById("status");
  const seen = form.elements.seen;
  let waiting = null, busy = false, again = false;

  const save = async () => {
    if (busy) { again = true; return; }
    busy = true; again = false;
    status.textContent = form.dataset.saving;
    try {
      const sent = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" }, credentials: "omit" });
      const told = await answer.json();
      if (!told.saved) throw new Error("closed");
      seen.value = JSON.stringify(Object.assign(JSON.parse(seen.value), told.changes));
      if (told.overtaken.length && !told.wrong.length) { form.submit(); return; }
      for (const input of form.querySelectorAll("input[inputmode]")) input.setAttribute("aria-invalid", told.wrong.includes(input.name));
      const done = document.getElementById("done");
      done.value = told.progress.done;
      done.labels[0].textContent = told.progress.said;
      status.textContent = told.wrong.length ? form.dataset.wrong : form.dataset.saved + " " + new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    } catch {
      status.textContent = form.dataset.failed;
      waiting = setTimeout(save, 8000);
    } finally {
      busy = false;
      if (again) save();
    }
  };

  const addUp = box => {
    const sum = [...box.querySelectorAll("input")].reduce((total, input) => total + (parseFloat(input.value.replace(",", ".")) || 0), 0);
    const line = box.querySelector(".sum");
    line.querySelector("output").textContent = (Math.round(sum * 100) / 100).toLocaleString(document.documentElement.lang, { useGrouping: false });
    line.classList.toggle("off", Math.abs(sum - 100) > 0.001);
  };

  form.addEventListener("input", event => {
    const box = event.target.closest("[data-sum]");
    if (box) addUp(box);
    if (event.target.closest("[data-unsaved]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(save, event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])") ? 1500 : 300);
  });
  form.addEventListener("change", event => {
    const question = event.target.closest(".question");
    if (event.target.matches("[data-again]") && [...question.querySelectorAll("[data-again]")].every(end => end.value)) {
      form.action += "#" + question.id;  // the page comes back at this question
      form.submit();
    }
    if (event.target.value === "1*") { const details = event.target.closest("fieldset").querySelector("details"); details.open = true; details.querySelector("textarea").focus(); }
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
})();
