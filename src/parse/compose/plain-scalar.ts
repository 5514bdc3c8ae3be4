/** What Compose's YAML reader makes of a scalar without quotes: YAML 1.2 with the octal numbers of 1.1. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (text === "") return null;
  const first = text.charCodeAt(0);
  // Most plain scalars start with a letter that no number, boolean or null starts with.
  switch (first) {
    case 126: // ~
      return text === "~" ? null : text;
    case 110: // n
    case 78: // N
      return text === "null" || text === "Null" || text === "NULL" ? null : text;
    case 116: // t
    case 84: // T
      return text === "true" || text === "True" || text === "TRUE" ? true : text;
    case 102: // f
    case 70: // F
      return text === "false" || text === "False" || text === "FALSE" ? false : text;
    default:
      break;
  }
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric || text.length > 64) return text;
  return resolveNumber(text) ?? (/^[0-9]{4}-/.test(text) ? resolveDate(text) : text);
}

/** A date without quotes reaches containers in the form of a Go time. */
function resolveDate(text: string): string {
  const match = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(text);
  if (match === null) return text;
  const [, year = "", month = "", day = ""] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")} 00:00:00 +0000 UTC`;
}

const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const based = /^[-+]?0(?:x[0-9a-fA-F]+|b[01]+|o?[0-7]+)$/i;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** The number that a plain scalar stands for, undefined where it is text. */
export function resolveNumber(text: string): number | undefined {
  const digits = text.includes("_") ? text.replaceAll("_", "") : text;
  if (decimal.test(digits)) return Number(digits);
  if (based.test(digits)) {
    const negative = digits.startsWith("-");
    const body = digits.replace(/^[-+]/, "").toLowerCase();
    const octal = /^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body;
    return negative ? -Number(octal) : Number(octal);
  }
  if (float.test(digits)) return Number(digits);
  const lower = text.toLowerCase();
  if (lower === ".inf" || lower === "+.inf") return Infinity;
  if (lower === "-.inf") return -Infinity;
  return lower === ".nan" ? NaN : undefined;
}

/** A number as Go prints it with `%v`; integers in full, floats in the shortest form, with an exponent from a million on. */
export function formatNumber(value: number, text: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (Number.isInteger(value) && !/[.eE]/.test(text.replace(/^[-+]?0x.*/i, ""))) {
    return Number.isSafeInteger(value) ? String(value) : decimal.test(text) ? text.replace(/^\+/, "") : String(value);
  }
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -4 && exponent < 6) return String(value);
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const sign = power.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${power.replace(/^[-+]/, "").padStart(2, "0")}`;
}
