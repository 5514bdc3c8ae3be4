import { sanitize } from "../sanitize.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an element or attribute: what XML 1.0 cannot hold is replaced. */
export function escapeXml(text: string): string {
  return sanitize(text)
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children?: readonly Element[];
  readonly text?: string;
}

export function writeElement(element: Element, depth = 0): string {
  const indent = "  ".repeat(depth);
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/[\n\t]/g, " ")}"`)
    .join("");
  const children = element.children ?? [];
  if (children.length > 0) {
    const inner = children.map((child) => writeElement(child, depth + 1)).join("");
    return `${indent}<${element.name}${attributes}>\n${inner}${indent}</${element.name}>\n`;
  }
  if (element.text !== undefined) return `${indent}<${element.name}${attributes}>${escapeXml(element.text)}</${element.name}>\n`;
  return `${indent}<${element.name}${attributes}/>\n`;
}
