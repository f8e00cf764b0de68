// SPDX-License-Identifier: MPL-2.0

// Reads the page again each second, and changes only what is different, so that focus, scroll position, open details
// and typed text stay. Without this script, each button loads the page.
"use strict";

(() => {
  const message = document.getElementById("message");
  const refresh = document.getElementById("refresh");
  const seen = new Map(); // the parts of the page as the server sent them last
  let last; // the whole page, likewise
  let newest = 0; // the last request; only its answer is shown
  let busy = 0; // forms that are being sent
  let timer;

  // change makes an element like another one. What people have opened or typed is not an attribute, or is skipped.
  function change(old, wanted) {
    for (const { name } of [...old.attributes]) {
      if (name !== "open" && !wanted.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of wanted.attributes) {
      if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const named = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    const stays = new Set([...wanted.children].map((child) => child.id));
    for (const [id, child] of named) {
      if (!stays.has(id)) child.remove();
    }
    let at = old.firstChild;
    for (const next of [...wanted.childNodes]) {
      const found = next.id ? named.get(next.id) : at && !at.id && at.nodeName === next.nodeName ? at : null;
      if (!found) {
        old.insertBefore(document.importNode(next, true), at);
        continue;
      }
      // What lies between belongs to what is gone. To move an element would take the focus away from it.
      while (at !== found && at && !at.id) at = remove(at);
      if (at !== found) old.insertBefore(found, at);
      at = found.nextSibling;
      if (found.nodeType === Node.ELEMENT_NODE) change(found, next);
      else if (found.data !== next.data) found.data = next.data;
    }
    while (at) at = remove(at);
  }

  function remove(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  function show(page) {
    const focused = document.activeElement;
    for (const part of page.querySelectorAll("[data-part]")) {
      if (seen.get(part.id) === part.outerHTML) continue;
      seen.set(part.id, part.outerHTML);
      change(document.getElementById(part.id), part);
    }
    document.title = page.title;
    if (focused.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
  }

  function say(text, refused) {
    message.textContent = text;
    message.classList.toggle("refused", refused);
  }

  async function read(address, options) {
    const mine = ++newest;
    const response = await fetch(address, { cache: "no-store", ...options });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    if (mine !== newest || text === last) return null;
    last = text;
    return new DOMParser().parseFromString(text, "text/html");
  }

  async function again() {
    clearTimeout(timer);
    if (document.hidden || !refresh.checked) return;
    if (!busy) {
      try {
        const page = await read(location.href);
        if (page) show(page);
        document.body.classList.remove("lost");
      } catch {
        document.body.classList.add("lost");
      }
    }
    clearTimeout(timer);
    timer = setTimeout(again, document.body.classList.contains("lost") ? 5000 : 1000);
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    event.preventDefault();
    const row = event.submitter.closest("tr[id], section[id]");
    const section = form.closest("section[id]");
    busy++;
    try {
      const page = await read(event.submitter.getAttribute("formaction") ?? form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
      if (page) {
        const said = page.getElementById("message");
        const refused = said.classList.contains("refused");
        show(page);
        say(said.textContent, refused);
        if (!refused) form.reset();
      }
    } catch {
      say("Not done: the simulator does not answer. It may have ended.", true);
    } finally {
      busy--;
    }
    // The button may be gone with what it was about.
    if (!event.submitter.isConnected) (row.isConnected ? row : section).focus({ preventScroll: true });
  });

  refresh.addEventListener("change", again);
  document.addEventListener("visibilitychange", again);
  document.getElementById("refreshing").hidden = false;
  timer = setTimeout(again, 1000);
})();
