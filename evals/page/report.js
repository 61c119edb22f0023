(() => {
  const form = document.getElementById("filters"), count = document.getElementById("count");
  const cases = [...document.querySelectorAll(".case")];
  const texts = cases.map((one) => one.textContent.toLowerCase());
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    cases.forEach((one, at) => {
      const fits = texts[at].includes(wanted.text.trim().toLowerCase()) && (!wanted.changed || "changed" in one.dataset)
        && ["verdict", "kind", "half"].every((name) => !wanted[name] || one.dataset[name] === wanted[name]);
      one.hidden = !fits;
      shown += fits;
    });
    count.textContent = `${shown} of ${cases.length} questions`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("beforeprint", () => cases.forEach((one) => { one.open = !one.hidden; }));
  filter();
})();
