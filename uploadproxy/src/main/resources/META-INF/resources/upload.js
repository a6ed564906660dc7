// SPDX-License-Identifier: Apache-2.0
// The upload page. An upload is resumable (tus 1.0.0): it is made by POST, brought by PATCH, and after a lost connection HEAD
// tells where to go on. XMLHttpRequest sends the bytes, as fetch does not say how many have gone.

const UPLOADS = "/v1beta1/upload-tus";
const PROTOCOL = { "Tus-Resumable": "1.0.0" };
/** An upload token lasts five minutes; it is looked at when a request begins. */
const TOKEN_LIFE_MS = 4 * 60 * 1000;
const LONGEST_PAUSE_MS = 15000;
/** After as much time without a byte, an upload that cannot be continued is given up. */
const PATIENCE_MS = 5 * 60 * 1000;

const element = (id) => document.getElementById(id);
const form = element("form");
const file = element("file");

/** The user can do something about it; trying again cannot. */
class Refused extends Error {}
class Filled extends Refused {}
class Stopped extends Error {}

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

  async current() {
    if (this.isGiven) {
      return this.user;
    }
    if (performance.now() > this.until) {
      const answer = await fetch(this.url, { method: "POST", headers: { Authorization: `Bearer ${this.user}` } });
      if (!answer.ok) {
        throw await refusal(answer.status, await answer.text());
      }
      this.token = (await answer.json()).token;
      this.until = performance.now() + TOKEN_LIFE_MS;
    }
    return this.token;
  }

  async headers() {
    return { ...PROTOCOL, Authorization: `Bearer ${await this.current()}` };
  }
}

function refusal(status, text) {
  const reason = new DOMParser().parseFromString(text, "text/html").documentElement.textContent.trim();
  if (status === 401) {
    return new Refused(`The token is not accepted${reason ? `: ${reason}` : "; it may be too old."}`);
  }
  if (status === 403) {
    return new Refused(`You may not do that: ${reason}`);
  }
  if (status === 409 || reason.includes("already finished uploading")) {
    return new Filled("This volume is filled already. Create a new DataVolume for another image.");
  }
  if (status >= 400 && status < 500) {
    return new Refused(reason || `The upload was refused (${status}).`);
  }
  return new Error(reason || `The server answered ${status}.`);
}

// ---- the upload

class Upload {
  constructor(image, tokens) {
    this.image = image;
    this.tokens = tokens;
    this.meter = new Meter(image.size);
    this.address = null;
    this.isStopped = false;
    this.isSent = false;
  }

  async run() {
    let pause = 500;
    let since = performance.now();
    let before = -1;
    for (;;) {
      try {
        const offset = this.address === null ? await this.create() : await this.offset();
        if (offset > before) {
          since = performance.now();
          pause = 500;
        }
        before = offset;
        // At the end, too: the answer to the last part comes when all is durable.
        say(offset === 0 ? "Uploading …" : `Going on at ${size(offset)} …`);
        this.meter.from(offset);
        await this.bring(offset);
        return;
      } catch (problem) {
        if (problem instanceof Filled && this.isSent) {
          return;
        }
        if (problem instanceof Refused || problem instanceof Stopped) {
          throw problem;
        }
        if (performance.now() - since > PATIENCE_MS) {
          throw new Refused(`Given up after ${duration(PATIENCE_MS / 1000)} without progress. ${problem.message}`);
        }
        say(`${problem.message} Trying again …`);
        await new Promise((wake) => setTimeout(wake, pause));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        this.check();
      }
    }
  }

  check() {
    if (this.isStopped) {
      throw new Stopped();
    }
  }

  async ask(method, url, headers = {}) {
    this.check();
    let answer;
    try {
      answer = await fetch(url, { method, headers: { ...await this.tokens.headers(), ...headers } });
    } catch (lost) {
      throw lost instanceof Refused ? lost : new Error("The connection is lost.");
    }
    if (answer.status === 404 && this.address !== null) {
      this.address = null;
      throw new Error("The server has forgotten the upload, it begins anew.");
    }
    if (!answer.ok) {
      throw refusal(answer.status, method === "HEAD" ? "" : await answer.text());
    }
    return answer;
  }

  async create() {
    const answer = await this.ask("POST", UPLOADS, { "Upload-Length": String(this.image.size) });
    this.address = answer.headers.get("Location");
    return 0;
  }

  async offset() {
    return Number((await this.ask("HEAD", this.address)).headers.get("Upload-Offset"));
  }

  async bring(offset) {
    const headers = await this.tokens.headers();
    this.check();
    await new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.address);
      for (const [name, value] of Object.entries(headers)) {
        request.setRequestHeader(name, value);
      }
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", String(offset));
      request.upload.onprogress = (event) => this.meter.at(offset + event.loaded);
      request.upload.onload = () => {
        this.isSent = true;
        say("All has arrived. The volume is being completed …");
      };
      request.onload = () => {
        if (request.status < 300) {
          done();
        } else if (request.status === 409) {
          fail(new Error("The server is at another place."));
        } else {
          fail(refusal(request.status, request.responseText));
        }
      };
      request.onerror = () => fail(new Error("The connection is lost."));
      request.onabort = () => fail(new Stopped());
      request.send(this.image.slice(offset));
    });
  }

  stop() {
    this.isStopped = true;
    this.request?.abort();
  }

  /** Tells the server that the rest will not come. */
  async cancel() {
    if (this.address !== null) {
      await fetch(this.address, { method: "DELETE", headers: await this.tokens.headers() }).catch(() => {});
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
  busy(true);
  const volume = element("volume").value.trim();
  const namespace = element("namespace").value.trim();
  say("Asking …");
  current = new Upload(image, new Tokens(element("token").value.trim(), namespace, volume));
  try {
    await current.run();
    current.meter.at(image.size);
    say(`Uploaded. ${namespace}/${volume} is filled.`, "good");
  } catch (problem) {
    if (problem instanceof Stopped) {
      await current.cancel();
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
  drop.addEventListener(event, (dragged) => {
    dragged.preventDefault();
    drop.classList.toggle("over", isOver);
  });
}
drop.addEventListener("drop", (dragged) => {
  if (!element("where").disabled && dragged.dataTransfer.files.length > 0) {
    file.files = dragged.dataTransfer.files;
    chosen();
  }
});

/** Offers the volumes that wait for an upload, as far as the token lets us see them. */
async function offer() {
  const token = element("token").value.trim();
  const namespace = element("namespace").value.trim();
  if (token === "" || namespace === "" || payload(token).operation === "Upload") {
    const said = payload(token);
    if (said.operation === "Upload") {
      element("namespace").value = said.namespace;
      element("volume").value = said.name;
    }
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
