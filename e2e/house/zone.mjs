// A zone of its own for one file of tests: the real program over a folder that is thrown away.
import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = path.resolve(root, process.env.CHAOBAI_BIN ?? "target/debug/chaobai");
const charter = path.join(root, "charters/tongbei");

/** The instant of pictures: 10:00 on Monday 23 November 2026 where the zone is. */
export const STANDING = "2026-11-23T02:00:00Z";

/**
 * Founds a zone on the charter, opens the sample accounts and serves it.
 * @param {{fixedClock?: string, samples?: boolean, alter?: (folder: string) => Promise<void>}} options `fixedClock`: an
 * instant at which the clock stands; `samples`: the made-up records too; `alter`: changes a copy of the charter first.
 * @returns {Promise<Zone>}
 */
export async function startZone({ fixedClock, samples = false, alter } = {}) {
  const data = await mkdtemp(path.join(tmpdir(), "chaobai-e2e-"));
  const place = ["--data", data, ...(fixedClock ? ["--fixed-clock", fixedClock] : [])];
  try {
    let law = charter;
    if (alter) {
      law = path.join(data, "charter");
      await cp(charter, law, { recursive: true });
      await alter(law);
    }
    await chaobai("adopt", law, "--yes", ...(samples ? ["--samples"] : []), ...place);
    const links = readLinks(await chaobai("accounts", "sample", ...place));
    const { program, site } = await serve(place);
    return new Zone(data, site, links, program);
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  }
}

/** A zone that is being served. */
class Zone {
  #program;
  #data;

  constructor(data, site, links, program) {
    this.#data = data;
    this.#program = program;
    /** Address of the site, without a slash at its end. */
    this.site = site;
    /** Path of the one-time link of every sample login. */
    this.links = links;
  }

  /** Ends the program and throws the folder away. A program that ended before, or badly, is an error. */
  async stop() {
    const died = this.#program.exitCode !== null;
    const ended = died || new Promise((resolve) => this.#program.once("exit", resolve));
    this.#program.kill("SIGTERM");
    await ended;
    await rm(this.#data, { recursive: true, force: true });
    if (died) throw new Error(`the program ended by itself:\n${this.#program.said}`);
    if (this.#program.exitCode !== 0) throw new Error(`the program ended with ${this.#program.exitCode}:\n${this.#program.said}`);
  }
}

async function chaobai(...args) {
  const { stdout } = await promisify(execFile)(binary, args, { maxBuffer: 16 << 20 });
  return stdout;
}

/** Lines of `accounts sample`: a login with a person and a post, under it the link. */
function readLinks(said) {
  const links = {};
  for (const [, login, link] of said.matchAll(/^(\S+) .*\n\s+https?:\/\/[^/]+(\/\S+)$/gm)) links[login] = link;
  if (Object.keys(links).length < 3) throw new Error(`no sample accounts in:\n${said}`);
  return links;
}

/** Starts the server on a port the system chooses; the program says the address once it listens. */
async function serve(place) {
  const program = spawn(binary, ["serve", "--listen", "127.0.0.1:0", ...place], { stdio: ["ignore", "pipe", "pipe"] });
  program.said = "";
  program.stderr.on("data", (part) => (program.said += part));
  const address = new Promise((resolve, reject) => {
    program.once("error", reject);
    program.once("exit", (code) => reject(new Error(`the program ended with ${code}:\n${program.said}`)));
    createInterface(program.stdout).on("line", (line) => {
      const found = line.match(/http:\/\/[\d.]+:\d+/);
      if (found) resolve(found[0]);
    });
  });
  return { program, site: await address };
}
