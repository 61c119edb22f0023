() => {
  // Announce answers once, when they are whole; name the parts for assistive technology.
  document.documentElement.lang = "en";
  const answer = document.getElementById("answer");
  if (answer) { answer.setAttribute("role", "status"); answer.setAttribute("aria-live", "polite"); }
  // A marker moves focus to its source, by mouse and by keyboard.
  document.addEventListener("click", (event) => {
    const marker = event.target.closest("a.marker");
    const source = marker && document.querySelector(marker.getAttribute("href"));
    if (source) { source.focus({ preventScroll: true }); source.scrollIntoView({ block: "nearest" }); }
  });
}
