(() => {
  const form = document.getElementById("filters"), count = document.getElementById("count");
  const all = document.getElementById("open");
  const cases = [...document.querySelectorAll(".case")];
  const texts = cases.map((one) => one.textContent.toLowerCase());
  const closed = () => cases.filter((one) => !one.hidden && !one.open);
  const label = () => { all.textContent = closed().length ? "Open all shown" : "Close all shown"; };
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
    label();
  };
  const reveal = () => {
    const one = cases.find((each) => `#${each.id}` === location.hash);
    if (!one) return;
    if (one.hidden) { form.reset(); filter(); }
    one.open = true;
    one.scrollIntoView();
    one.querySelector("summary").focus();
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", () => {
    const open = closed().length > 0;
    cases.forEach((one) => { if (!one.hidden) one.open = open; });
    label();
  });
  cases.forEach((one) => one.addEventListener("toggle", label));
  window.addEventListener("hashchange", reveal);
  filter();
  reveal();
})();
