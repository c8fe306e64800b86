// Redraws the ranking at once while a weight is moved; without it the form asks the server, with the same answer.
"use strict";
(function () {
  const form = document.getElementById("weigh");
  const body = document.querySelector("#weighed tbody");
  if (!form || !body) return;
  const fields = Array.from(form.querySelectorAll("input[type=number]"));
  const verdict = document.getElementById("verdict");
  const rows = new Map(Array.from(body.rows, (row) => [row.dataset.area, row]));
  const said = { stays: form.dataset.stays, changes: form.dataset.changes };
  const summary = Array.from(verdict.childNodes, (node) => node.cloneNode(true));
  const digits = new Intl.NumberFormat(form.dataset.language, { maximumFractionDigits: 1 });
  let timer = 0;
  let asked = 0;

  function query() {
    return new URLSearchParams(fields.map((field) => [field.name, field.value])).toString();
  }

  function printed(value) {
    return value === null ? "?" : value === "none" ? "–" : String(value);
  }

  function draw(found) {
    verdict.className = "fine";
    verdict.replaceChildren(...summary.map((node) => node.cloneNode(true)));
    verdict.querySelector("[data-count=stays]").textContent = found.stays;
    verdict.querySelector("[data-count=changes]").textContent = found.changes;
    for (const [group, share] of Object.entries(found.weights)) {
      form.querySelector(`[data-share="${group}"]`).textContent = `${digits.format(share * 100)} %`;
    }
    for (const area of found.areas) {
      const row = rows.get(area.id);
      for (const part of ["joint", "position", "rank"]) {
        row.querySelector(`[data-part=${part}]`).textContent = printed(area.weighed[part]);
      }
      const mark = row.querySelector("[data-part=verdict] .state");
      mark.textContent = area.stays ? said.stays : said.changes;
      mark.className = area.stays ? "state done" : "state late";
      body.append(row);
    }
  }

  function refuse() {
    verdict.className = "fault";
    verdict.textContent = form.dataset.wrong;
  }

  async function ask() {
    const words = query();
    const number = ++asked;
    try {
      const answer = await fetch(`${form.dataset.api}?${words}`, { headers: { Accept: "application/json" } });
      if (number !== asked) return;
      if (!answer.ok) return refuse();
      draw(await answer.json());
      document.getElementById("csv").href = `${form.dataset.csv}?${words}`;
      document.getElementById("share").href = `${form.getAttribute("action")}?${words}`;
      history.replaceState(null, "", `?${words}`);
    } catch (error) {
      // Without a connection the last answer stays; the button asks again.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, 80);
  }

  for (const field of fields) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = field.min;
    slider.max = field.max;
    slider.step = "1";
    slider.value = field.value;
    slider.setAttribute("aria-label", form.querySelector(`label[for="${field.id}"]`).textContent);
    field.before(slider);
    slider.addEventListener("input", () => { field.value = slider.value; later(); });
    field.addEventListener("input", () => { slider.value = field.value; later(); });
  }
})();
