(function () {
  var contents = document.querySelector("nav details"), opener = null;
  if (contents && window.matchMedia("(max-width: 71.99rem)").matches) contents.open = false;
  function close() {
    location.hash = "closed";
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link) return;
    if (link.className === "close") { event.preventDefault(); close(); }
    else if (link.className === "fact" && !link.closest(".trail")) opener = link;
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && document.querySelector(".trail:target")) close();
  });
})();
