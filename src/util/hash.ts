/**
 * A 64-bit hash of a text as 16 hexadecimal digits, the same on every platform: two 32-bit lanes that mix each UTF-16
 * unit. It names things; it protects nothing.
 */
export function hashText(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return hex(b) + hex(a);
}

/** Two digits for each byte: of large numbers, `toString(16)` is slow. */
function hex(lane: number): string {
  return byte(lane >>> 24) + byte(lane >>> 16) + byte(lane >>> 8) + byte(lane);
}

const digits = "0123456789abcdef";

function byte(bits: number): string {
  return digits.charAt((bits >>> 4) & 15) + digits.charAt(bits & 15);
}
