// Renews the parts of a page that are marked data-live. Everything works without it.
(() => {
  "use strict";
  const seconds = Number(document.body.dataset.renew || 0);
  if (!seconds) return;
  const longest = 60;
  let pause = seconds;

  const renew = async () => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(location.href, {
          headers: { "Consilium-Live": "1" },
          credentials: "same-origin",
          redirect: "error",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const old of document.querySelectorAll("[data-live]")) {
          const fresh = page.getElementById(old.id);
          const focused = old.contains(document.activeElement);
          if (fresh && !focused && fresh.innerHTML !== old.innerHTML) old.replaceWith(document.adoptNode(fresh));
        }
        document.body.classList.remove("stale");
        pause = seconds;
      } catch {
        // Logged out, or the worker ended: say so, and try again ever more rarely.
        document.body.classList.add("stale");
        pause = Math.min(pause * 2, longest);
      }
    }
    setTimeout(renew, pause * 1000);
  };
  setTimeout(renew, pause * 1000);
})();
