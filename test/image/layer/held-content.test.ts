import { describe, expect, it } from "vitest";
import { createHolder } from "../../../src/image/layer/held-content.ts";

describe("content that is held in one place", () => {
  it("never gives what was held before it", () => {
    const holder = createHolder();
    const hold = (text: string): ((offset: number, length: number) => string) => {
      const held = holder.hold(text.length);
      held.write(Buffer.from(text));
      const { read } = held.content();
      return (offset, length) => Buffer.from(read(offset, length)).toString();
    };
    expect(hold("the file before")(0, 100)).toBe("the file before");
    const read = hold("short");
    expect(read(0, 100)).toBe("short");
    expect(read(2, 2)).toBe("or");
    expect(read(5, 10)).toBe("");
    expect(read(-3, 100)).toBe("short");
    expect(read(-100, 50)).toBe("");
    expect(read(2, -50)).toBe("");
    expect(read(Number.NaN, 3)).toBe("");
  });
});
