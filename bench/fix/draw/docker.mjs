// The client of Docker, and what is made here: all of it bears one prefix, so that nothing else is ever removed.
import { execFile } from "node:child_process";

export const prefix = "seaworthy-draw";

/** A status other than 0 is an outcome, not an error; 124 stands for a time limit. */
export function docker(args, { cwd, seconds = 60 } = {}) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  return new Promise((resolve) => {
    execFile(
      "docker",
      args,
      { cwd, env, maxBuffer: 2 ** 28, timeout: seconds * 1000, killSignal: "SIGKILL" },
      (error, out, err) => {
        const code = error ? (error.killed ? 124 : typeof error.code === "number" ? error.code : 1) : 0;
        resolve({ code, out: out.trim(), err: err.trim() });
      },
    );
  });
}

export async function inspect(name) {
  const { code, out } = await docker(["inspect", name]);
  return code === 0 ? JSON.parse(out)[0] : undefined;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Takes away what a case made: containers with their volumes, networks, images. */
export async function removeCase(name) {
  const filter = ["--filter", `label=${prefix}=${name}`];
  const ids = async (args) => (await docker(args)).out.split("\n").filter((id) => id !== "");
  const containers = await ids(["ps", "-aq", ...filter]);
  if (containers.length > 0) await docker(["rm", "-fv", ...containers]);
  const images = await ids(["images", "-q", ...filter]);
  if (images.length > 0) await docker(["rmi", "-f", ...new Set(images)]);
}
