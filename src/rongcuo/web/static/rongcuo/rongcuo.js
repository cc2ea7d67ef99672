/* Comforts only: every page works without this file. No inline handlers anywhere (CSP). */
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 44rem)");

  // Articles in the margin fold on a phone and stand open where there is room.
  function foldArticles() {
    document.querySelectorAll("details[data-fold-narrow]").forEach(function (d) { d.open = !narrow.matches; });
  }
  foldArticles();
  narrow.addEventListener("change", foldArticles);

  // On paper reasons and articles are open; afterwards as they were.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll(".node > details:not([open]), details.article:not([open])"));
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });

  // A form that was not taken: the summary gets the focus.
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // Its lines lead into the field itself, also where the field is a group of answers or a table of them.
  if (summary) {
    summary.addEventListener("click", function (e) {
      var link = e.target.closest("a[href^='#']"), place = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!place) { return; }
      var box = place.closest(".field") || place, wanted = "input:not([type=hidden]), select, textarea";
      var field = place.matches(wanted) ? place : place.querySelector(wanted) || box.querySelector(wanted);
      for (var fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
      if (field) { e.preventDefault(); field.focus(); }
    });
  }

  document.querySelectorAll("[data-print]").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });

  // Leaving with something unsaved asks first; an autosave that arrived counts as saved.
  var dirty = false;
  document.addEventListener("input", function (e) { if (e.target.closest("form[data-warn-unsaved]")) { dirty = true; } });
  document.addEventListener("htmx:afterRequest", function (e) {
    if (e.target.id === "saved" && e.detail.successful) { dirty = false; }
  });
  document.addEventListener("submit", function (e) {
    if (e.defaultPrevented) { return; }
    dirty = false;
    // A second press does nothing; the request key would return the first result anyway.
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "1";
    if (e.submitter) { e.submitter.setAttribute("aria-disabled", "true"); }
  });
  window.addEventListener("pageshow", function (e) {
    if (!e.persisted) { return; }
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
    document.querySelectorAll("button[aria-disabled]").forEach(function (b) { b.removeAttribute("aria-disabled"); });
  });
  window.addEventListener("beforeunload", function (e) { if (dirty) { e.preventDefault(); } });

  // The screen is locked after a while; two minutes before, a word. Any answer of the server starts anew.
  var root = document.documentElement, warning = document.querySelector("[data-lock-warning]");
  if (root.dataset.lock && warning) {
    var timer, before = 120, after = Number(root.dataset.lock);
    var anew = function () {
      clearTimeout(timer);
      warning.hidden = true;
      timer = setTimeout(function () { warning.hidden = false; }, Math.max(5, after - before) * 1000);
    };
    anew();
    document.addEventListener("htmx:afterRequest", function (e) { if (e.detail.successful) { anew(); } });
    warning.querySelector("form").addEventListener("submit", function (e) {
      e.preventDefault();
      e.stopPropagation();
      fetch(e.target.action, { method: "POST", body: new FormData(e.target), redirect: "manual" })
        .then(function (r) { if (r.status === 204) { anew(); } else { window.location.reload(); } });
    });
  }

  // Arrow keys move between the rows of a list, while the focus is on one of them.
  document.addEventListener("keydown", function (e) {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") { return; }
    var link = e.target.closest && e.target.closest("[data-rows] .row-link, .task-link");
    if (!link) { return; }
    var box = link.closest("[data-rows], .tasks");
    var links = Array.prototype.slice.call(box.querySelectorAll(".row-link, .task-link"));
    var to = links[links.indexOf(link) + (e.key === "ArrowDown" ? 1 : -1)];
    if (to) { e.preventDefault(); to.focus(); }
  });
})();
