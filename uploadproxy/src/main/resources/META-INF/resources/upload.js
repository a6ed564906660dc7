// SPDX-License-Identifier: Apache-2.0
// The upload page. An upload is resumable (tus 1.0.0): it is made by POST, brought by PATCH, and after a lost connection HEAD
// tells where to go on. XMLHttpRequest sends the bytes, as fetch does not say how many have gone.

const UPLOADS = "/v1beta1/upload-tus";
const PROTOCOL = { "Tus-Resumable": "1.0.0" };
/** An upload token lasts five minutes; it is looked at when a request begins. */
const TOKEN_LIFE_MS = 4 * 60 * 1000;
const LONGEST_PAUSE_MS = 15000;
/** After pauses of this length without a byte between them, an upload is given up. */
const PATIENCE_MS = 5 * 60 * 1000;
const COMPLETING = "All has arrived. The volume is being completed …";

const element = (id) => document.getElementById(id);
const form = element("form");
const file = element("file");

/** The user can do something about it; trying again cannot. */
class Refused extends Error {}
class Filled extends Refused {}
class Stopped extends Refused {}

// ---- what the user sees

function say(text, kind = "") {
  element("message").textContent = text;
  element("message").className = kind;
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${unit === 0 ? bytes : bytes.toFixed(1)} ${units[unit]}`;
}

function duration(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Shows how far it is, and how fast it was in the last seconds. */
class Meter {
  constructor(total) {
    this.total = total;
    this.samples = [];
    element("progress").hidden = false;
    this.at(0);
  }

  at(bytes) {
    const now = performance.now();
    this.samples.push({ now, bytes });
    while (this.samples.length > 2 && now - this.samples[0].now > 5000) {
      this.samples.shift();
    }
    const first = this.samples[0];
    const rate = now > first.now ? Math.max(0, (bytes - first.bytes) / (now - first.now) * 1000) : 0;
    element("bar").value = this.total === 0 ? 0 : bytes / this.total;
    const left = rate > 0 && bytes < this.total ? `, ${duration((this.total - bytes) / rate)} left` : "";
    element("numbers").textContent =
      `${size(bytes)} of ${size(this.total)} (${Math.floor(bytes / this.total * 100)} %), ${size(rate)}/s${left}`;
  }

  /** After a break the rate begins anew. */
  from(bytes) {
    this.samples = [];
    this.at(bytes);
  }
}

// ---- tokens

function payload(token) {
  try {
    return JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return {};
  }
}

/** The token for the upload: the user's, when it is one, otherwise asked for with his, and again before it is too old. */
class Tokens {
  constructor(token, namespace, volume) {
    this.user = token;
    this.isGiven = payload(token).operation === "Upload";
    this.url = `/page/namespaces/${encodeURIComponent(namespace)}/volumes/${encodeURIComponent(volume)}/token`;
    this.until = 0;
  }

  async current(signal) {
    if (this.isGiven) {
      return this.user;
    }
    // Not performance.now(), which stands still while the computer sleeps.
    if (Date.now() > this.until) {
      const answer = await request(this.url, { method: "POST", headers: { Authorization: `Bearer ${this.user}` }, signal });
      if (!answer.ok) {
        throw refusal(answer.status, await answer.text());
      }
      this.token = (await answer.json()).token;
      this.until = Date.now() + TOKEN_LIFE_MS;
    }
    return this.token;
  }

  async headers(signal) {
    return { ...PROTOCOL, Authorization: `Bearer ${await this.current(signal)}` };
  }
}

async function request(url, options) {
  try {
    return await fetch(url, options);
  } catch (problem) {
    throw problem instanceof TypeError ? new Error("The connection is lost.") : problem;
  }
}

function refusal(status, text) {
  const said = new DOMParser().parseFromString(text, "text/html").documentElement.textContent.trim();
  const reason = said.replace(/[^.!?]$/, "$&.");
  if (status === 401) {
    const why = reason ? `: ${reason}` : "; it may be too old.";
    return new Refused(`The token is not accepted${why} With a new one the upload begins, or goes on where it was.`);
  }
  if (status === 403) {
    return new Refused(`You may not do that: ${reason}`);
  }
  if (status === 409 || reason.includes("already finished uploading")) {
    return new Filled("This volume is filled already. Create a new DataVolume for another image.");
  }
  if ((status >= 400 && status < 500) || /that doesn't exist|is not an upload target/.test(reason)) {
    return new Refused(reason || `The upload was refused (${status}).`);
  }
  return new Error(reason || `The server answered ${status}.`);
}

// ---- the upload

class Upload {
  constructor(image) {
    this.image = image;
    this.address = null;
    this.isSent = false;
  }

  /** Begins, or goes on with what an earlier run has brought. */
  async run(tokens) {
    this.tokens = tokens;
    this.meter = new Meter(this.image.size);
    this.end = new AbortController();
    let pause = 500;
    let waited = 0;
    let before = -1;
    for (;;) {
      try {
        if (!this.isSent) {
          await this.look();
        }
        const offset = await this.offset();
        if (offset > before) {
          waited = 0;
          pause = 500;
        }
        before = offset;
        say(this.isSent ? COMPLETING : offset === 0 ? "Uploading …" : `Going on at ${size(offset)} …`);
        this.meter.from(offset);
        await this.bring(offset);
        return;
      } catch (problem) {
        if (problem instanceof Filled && this.isSent) {
          return;
        }
        if (problem instanceof Refused) {
          throw problem;
        }
        if (waited > PATIENCE_MS) {
          throw new Refused(`Given up, as nothing moves: ${problem.message} Another try goes on where it was.`);
        }
        say(`${problem.message} Trying again …`);
        await new Promise((wake) => {
          setTimeout(wake, pause);
          this.end.signal.addEventListener("abort", wake);
        });
        waited += pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        this.end.signal.throwIfAborted();
      }
    }
  }

  /** To send a folder, or a file that was changed or removed, fails like a lost connection. */
  async look() {
    try {
      await this.image.slice(0, 1).arrayBuffer();
    } catch {
      throw new Refused("The file cannot be read, or was changed since it was chosen. Choose it again.");
    }
  }

  /** Where to go on. When all has been sent, an empty part asks for the answer, and HEAD's would have no words. */
  async offset() {
    if (this.address === null) {
      const answer = await this.ask("POST", UPLOADS, { "Upload-Length": String(this.image.size) });
      this.address = answer.headers.get("Location");
      return 0;
    }
    return this.isSent ? this.image.size : Number((await this.ask("HEAD", this.address)).headers.get("Upload-Offset"));
  }

  async ask(method, url, headers = {}) {
    const signal = this.end.signal;
    const answer = await request(url, { method, headers: { ...await this.tokens.headers(signal), ...headers }, signal });
    if (!answer.ok) {
      throw this.failure(answer.status, await answer.text());
    }
    return answer;
  }

  failure(status, text) {
    if (status === 404 && this.address !== null) {
      this.address = null;
      this.isSent = false;
      return new Error("The server has forgotten the upload, it begins anew.");
    }
    return refusal(status, text);
  }

  async bring(offset) {
    const signal = this.end.signal;
    const headers = await this.tokens.headers(signal);
    await new Promise((done, fail) => {
      const part = new XMLHttpRequest();
      part.open("PATCH", this.address);
      for (const [name, value] of Object.entries(headers)) {
        part.setRequestHeader(name, value);
      }
      part.setRequestHeader("Content-Type", "application/offset+octet-stream");
      part.setRequestHeader("Upload-Offset", String(offset));
      part.upload.onprogress = (event) => this.meter.at(offset + event.loaded);
      part.upload.onload = () => {
        this.isSent = true;
        say(COMPLETING);
      };
      part.onload = () => {
        if (part.status < 300) {
          done();
        } else if (part.status === 409) {
          this.isSent = false;
          fail(new Error("The server is at another place."));
        } else {
          fail(this.failure(part.status, part.responseText));
        }
      };
      part.onerror = () => fail(new Error("The connection is lost."));
      part.onabort = () => fail(signal.reason);
      signal.addEventListener("abort", () => part.abort());
      part.send(this.image.slice(offset));
    });
  }

  stop() {
    this.end.abort(new Stopped());
  }

  /** Tells the server that the rest will not come. */
  async cancel() {
    try {
      if (this.address !== null) {
        await request(this.address, { method: "DELETE", headers: await this.tokens.headers() });
      }
    } catch {
      // it will see for itself
    }
  }
}

let current = null;

function busy(isBusy) {
  element("where").disabled = isBusy;
  element("start").disabled = isBusy;
  element("stop").hidden = !isBusy;
}

async function upload() {
  const image = file.files[0];
  if (image.size === 0) {
    say("This file is empty.", "bad");
    return;
  }
  fillIn();
  busy(true);
  const volume = element("volume").value.trim();
  const namespace = element("namespace").value.trim();
  const tokens = new Tokens(element("token").value.trim(), namespace, volume);
  say("Asking …");
  if (current?.image !== image || current.tokens.url !== tokens.url) {
    current = new Upload(image);
  }
  try {
    await current.run(tokens);
    current.meter.at(image.size);
    current = null;
    say(`Uploaded. ${namespace}/${volume} is filled.`, "good");
  } catch (problem) {
    if (problem instanceof Stopped) {
      await current.cancel();
      current = null;
      say("Stopped.");
    } else {
      say(problem.message, "bad");
    }
  } finally {
    busy(false);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  upload();
});
element("stop").addEventListener("click", () => current?.stop());
window.addEventListener("beforeunload", (event) => {
  if (element("start").disabled) {
    event.preventDefault();
  }
});

// ---- choosing

function chosen() {
  const image = file.files[0];
  element("chosen").textContent = image ? `${image.name}, ${size(image.size)}` : "Drop a disk image here, or choose one";
}

file.addEventListener("change", chosen);
const drop = element("drop");
for (const [event, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  drop.addEventListener(event, () => drop.classList.toggle("over", isOver));
}
// Beside the box too: there a file would be opened in place of the page.
for (const event of ["dragover", "drop"]) {
  window.addEventListener(event, (dragged) => dragged.preventDefault());
}
drop.addEventListener("drop", (dragged) => {
  if (!element("where").disabled && dragged.dataTransfer.files.length > 0) {
    file.files = dragged.dataTransfer.files;
    chosen();
  }
});

/** An upload token says itself what it is for. */
function fillIn() {
  const said = payload(element("token").value.trim());
  if (said.operation === "Upload") {
    element("namespace").value = said.namespace;
    element("volume").value = said.name;
  }
}

/** Offers the volumes that wait for an upload, as far as the token lets us see them. */
async function offer() {
  fillIn();
  const token = element("token").value.trim();
  const namespace = element("namespace").value.trim();
  if (token === "" || namespace === "" || payload(token).operation === "Upload") {
    return;
  }
  const answer = await fetch(`/page/namespaces/${encodeURIComponent(namespace)}/volumes`, {
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => null);
  const volumes = answer?.ok ? await answer.json() : [];
  element("volumes").replaceChildren(
    ...volumes.map(({ name, phase }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = phase;
      return option;
    }),
  );
}

element("token").addEventListener("change", offer);
element("namespace").addEventListener("change", offer);

busy(false);
say("");
