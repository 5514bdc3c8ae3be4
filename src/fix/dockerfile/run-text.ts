/** The lines of a RUN whose commands are joined with `&&`, one a line. */
export function runLines(commands: readonly string[], escape: string): string[] {
  return commands.map((command, index) => {
    const more = index < commands.length - 1 ? ` ${escape}` : "";
    return index === 0 ? `RUN ${command}${more}` : `    && ${command}${more}`;
  });
}
