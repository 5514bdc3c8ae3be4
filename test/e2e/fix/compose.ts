import { findInImage, type App } from "./app.ts";
import { must } from "./run.ts";

/** An app that Compose builds and runs. */
export interface Deployed {
  readonly app: App;
  readonly compose: (...args: readonly string[]) => Promise<string>;
  readonly services: () => Promise<Readonly<Record<string, string>>>;
}

export function deploy(app: App, env: Readonly<Record<string, string>> = {}): Deployed {
  const { folder, project } = app;
  const compose = (...args: readonly string[]): Promise<string> =>
    must("docker", ["compose", "--progress", "plain", "-p", project, ...args], { cwd: folder, env });
  return {
    app,
    compose,
    services: async () => {
      const lines = (await compose("ps", "-a", "--no-trunc", "--format", "{{.Service}} {{.ID}}")).split("\n");
      return Object.fromEntries(lines.map((line) => line.split(" ")).map(([name = "", id = ""]) => [name, id]));
    },
  };
}

/** Where the secrets of an app stand in the images that are built for it and in its containers. */
export async function leaks(app: App, deployed: Deployed): Promise<string[]> {
  const found: string[] = [];
  for (const [service, id] of Object.entries(await deployed.services())) {
    const [image, created] = (
      await must("docker", ["container", "inspect", "-f", "{{.Config.Image}} {{json .Config}}", id])
    ).split(/ (.*)/s);
    if (app.secrets.some((secret) => created?.includes(secret))) found.push(`${service}: environment or command`);
    if (image?.startsWith(app.project))
      found.push(...(await findInImage(image, app.secrets)).map((place) => `${service}: ${place}`));
  }
  return found;
}
