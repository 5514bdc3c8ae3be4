export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
}

const DECLARATION = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/;
const ALLOWED = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const TAG = /^<(\/?)([A-Za-z]+)((?: [A-Za-z]+="[^"<]*")*)(\/?)>/;

function checkText(text: string): void {
  if (/[<>"]|&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error(`not escaped: ${text}`);
}

/** A strict reader of the XML that is written here; throws where it is not well-formed. */
export function parseXml(xml: string): XmlNode {
  if (!ALLOWED.test(xml)) throw new Error("a character that XML cannot hold");
  if (!DECLARATION.test(xml)) throw new Error("no declaration");
  let rest = xml.replace(DECLARATION, "");
  const root: XmlNode = { name: "", attributes: {}, children: [] };
  const open: XmlNode[] = [root];
  while (rest !== "") {
    const next = rest.indexOf("<");
    const text = next === -1 ? rest : rest.slice(0, next);
    if (open.length === 1 && text.trim() !== "") throw new Error("text outside the root");
    checkText(text);
    rest = rest.slice(text.length);
    if (rest === "") break;
    const [all = "", close, name = "", list = "", empty] = TAG.exec(rest) ?? [];
    if (all === "") throw new Error(`not a tag: ${rest.slice(0, 80)}`);
    rest = rest.slice(all.length);
    if (close === "/") {
      if (open.pop()?.name !== name) throw new Error(`closes the wrong element: ${name}`);
      continue;
    }
    const attributes: Record<string, string> = {};
    for (const [, key = "", value = ""] of list.matchAll(/ ([A-Za-z]+)="([^"]*)"/g)) {
      checkText(value);
      if (key in attributes) throw new Error(`twice: ${key}`);
      attributes[key] = value;
    }
    const node: XmlNode = { name, attributes, children: [] };
    open.at(-1)?.children.push(node);
    if (empty !== "/") open.push(node);
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1) throw new Error("not one root element");
  return only;
}
