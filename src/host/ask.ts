import { createInterface } from "node:readline/promises";

/** Asks on the terminal; the end of the input is an empty answer. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await Promise.race([
      terminal.question(question),
      new Promise<string>((resolve) => terminal.once("close", () => resolve(""))),
    ]);
  } finally {
    terminal.close();
  }
}
