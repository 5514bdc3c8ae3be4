/** Fields of one line of CSV; a field may stand in double quotes, `""` in it is one quote. Undefined where it is not valid. */
export function splitCsv(text: string): readonly string[] | undefined {
  if (text === "") return undefined;
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const field = quotedField(text, at);
      if (!field) return undefined;
      fields.push(field.value);
      at = field.end;
      if (at === text.length) return fields;
      if (text[at] !== ",") return undefined;
    } else {
      const comma = text.indexOf(",", at);
      const end = comma === -1 ? text.length : comma;
      const field = text.slice(at, end);
      if (field.includes('"')) return undefined;
      fields.push(field);
      if (comma === -1) return fields;
      at = end;
    }
    at++;
  }
}

function quotedField(text: string, start: number): { value: string; end: number } | undefined {
  let at = start + 1;
  let value = "";
  for (;;) {
    const close = text.indexOf('"', at);
    if (close === -1) return undefined;
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}
