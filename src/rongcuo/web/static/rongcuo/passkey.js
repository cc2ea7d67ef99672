/* Passkeys: <form data-passkey="create|get" data-options="…"> with a hidden field "credential" and a button
   [data-passkey-start]. Without data-options they are fetched from the form's own address. */
(function () {
  "use strict";
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var button = form.querySelector("[data-passkey-start]");
    var failed = form.querySelector("[data-passkey-failed]");
    if (!window.PublicKeyCredential || !window.webauthnJSON) { button.disabled = true; return; }
    function options() {
      if (form.dataset.options) { return Promise.resolve(JSON.parse(form.dataset.options)); }
      return fetch(form.action, { headers: { Accept: "application/json" } })
        .then(function (r) { return r.json(); })
        .then(function (data) { return data.request_options; });
    }
    function alone(given) {
      var box = form.querySelector("[name=passwordless]");
      var chosen = given.publicKey && given.publicKey.authenticatorSelection;
      if (!box || !chosen) { return given; }
      chosen.residentKey = box.checked ? "required" : "discouraged";
      chosen.requireResidentKey = box.checked;
      if (box.checked) { chosen.userVerification = "required"; }
      return given;
    }
    button.addEventListener("click", function () {
      failed.hidden = true;
      options()
        .then(function (given) {
          return form.dataset.passkey === "create"
            ? window.webauthnJSON.create(alone(given)) : window.webauthnJSON.get(given);
        })
        .then(function (credential) {
          form.querySelector("[name=credential]").value = JSON.stringify(credential);
          form.submit();
        })
        .catch(function () { failed.hidden = false; });
    });
  });
})();
