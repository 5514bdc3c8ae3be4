/** Matches a glob of names or tags: `*` is any text (`/` too), `[…]` one character of a class; everything else stands for itself. */
export function matchGlob(glob: string, text: string): boolean {
  let at = 0;
  let pos = 0;
  let starAt = -1;
  let starPos = 0;
  while (pos < text.length) {
    const step = at < glob.length && glob[at] !== "*" ? matchOne(glob, at, text[pos] ?? "") : 0;
    if (step > 0) {
      at += step;
      pos++;
    } else if (glob[at] === "*") {
      starAt = at++;
      starPos = pos;
    } else if (starAt >= 0) {
      at = starAt + 1;
      pos = ++starPos;
    } else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}

/** Length of the glob's item that matches the character; 0 when it does not. */
function matchOne(glob: string, at: number, character: string): number {
  if (glob[at] !== "[") return glob[at] === character ? 1 : 0;
  const end = glob.indexOf("]", at);
  if (end < 0) return 0;
  for (let i = at + 1; i < end; i++) {
    const low = glob[i] ?? "";
    if (glob[i + 1] === "-" && i + 2 < end) {
      if (character >= low && character <= (glob[i + 2] ?? "")) return end - at + 1;
      i += 2;
    } else if (character === low) return end - at + 1;
  }
  return 0;
}

/** How many characters of a glob stand for themselves: the more, the more it says. */
export function literalLength(glob: string): number {
  return glob.replace(/\[[^\]]*\]|\*/g, "").length;
}
