import { JsonSyntaxError } from "./json-syntax-error.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";

/** Deepest nesting that is read: far above any tensor or record, far below what would exhaust the stack. */
export const maximumJsonDepth = 500;

/** Integers of up to this many digits are below 2^53 and can be summed up as a number before they become a bigint. */
const exactDigits = 15;

const quote = 0x22, plus = 0x2b, comma = 0x2c, minus = 0x2d, dot = 0x2e, zero = 0x30, nine = 0x39, colon = 0x3a;
const openBracket = 0x5b, backslash = 0x5c, closeBracket = 0x5d, openBrace = 0x7b, closeBrace = 0x7d;

/** An object without inherited names, so that `__proto__` or `constructor` from the wire are plain keys. */
const Bare = function () {} as unknown as new () => Record<string, JsonValue>;
Bare.prototype = Object.create(null) as object;

const isDigit = (code: number): boolean => code >= zero && code <= nine;

class JsonReader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonValue {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw this.error("something follows the value");
    return value;
  }

  private error(problem: string, offset = this.at): JsonSyntaxError {
    return new JsonSyntaxError(offset >= this.text.length ? "the text ends too early" : problem, this.text, offset);
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  /** Goes to the next character that is not a space, and gives its code. */
  private next(): number {
    const code = this.text.charCodeAt(this.at);
    if (code > 0x20) return code;
    this.space();
    return this.text.charCodeAt(this.at);
  }

  private value(): JsonValue {
    const code = this.next();
    if (isDigit(code) || code === minus || code === dot || code === plus) return this.number();
    if (code === quote) return this.string();
    if (code === openBrace) return this.object();
    if (code === openBracket) return this.array();
    return this.word();
  }

  private enter(): void {
    this.at += 1;
    this.depth += 1;
    if (this.depth > maximumJsonDepth) throw this.error(`nested more than ${maximumJsonDepth} deep`);
  }

  private array(): JsonValue {
    this.enter();
    const items: JsonValue[] = [];
    if (this.next() === closeBracket) return this.leave(items);
    for (;;) {
      items.push(this.value());
      const code = this.next();
      if (code === closeBracket) return this.leave(items);
      if (code !== comma) throw this.error("expected , or ]");
      this.at += 1;
    }
  }

  private object(): JsonValue {
    this.enter();
    const object = new Bare();
    if (this.next() === closeBrace) return this.leave(object);
    for (;;) {
      if (this.next() !== quote) throw this.error("expected a key");
      const key = this.string();
      if (this.next() !== colon) throw this.error("expected :");
      this.at += 1;
      object[key] = this.value();
      const code = this.next();
      if (code === closeBrace) return this.leave(object);
      if (code !== comma) throw this.error("expected , or }");
      this.at += 1;
    }
  }

  private leave<T extends JsonObject | JsonValue[]>(value: T): T {
    this.at += 1;
    this.depth -= 1;
    return value;
  }

  private string(): string {
    const start = this.at + 1;
    const end = this.text.indexOf('"', start);
    if (end < 0) throw this.error("a string is not closed", this.text.length);
    const whole = this.text.slice(start, end);
    if (!whole.includes("\\")) {
      this.at = end + 1;
      return whole;
    }
    return this.escapedString(start);
  }

  private escapedString(start: number): string {
    const { text } = this;
    let out = "";
    let from = start;
    for (let i = start; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        this.at = i + 1;
        return out + text.slice(from, i);
      }
      if (code !== backslash) continue;
      out += text.slice(from, i);
      i += 1;
      const escape = text[i];
      if (escape === "u") {
        const unit = Number.parseInt(/^[0-9a-fA-F]{4}$/.test(text.slice(i + 1, i + 5)) ? text.slice(i + 1, i + 5) : "", 16);
        if (Number.isNaN(unit)) throw this.error("expected four hexadecimal digits", i + 1);
        out += String.fromCharCode(unit);
        i += 4;
      } else {
        const plain = escape === undefined ? undefined : escapes[escape];
        if (plain === undefined) throw this.error("unknown escape", i);
        out += plain;
      }
      from = i + 1;
    }
    throw this.error("a string is not closed", text.length);
  }

  private number(): JsonValue {
    const { text } = this;
    const start = this.at;
    let i = start;
    const first = text.charCodeAt(i);
    if (first === minus || first === plus) i += 1;
    const digits = i;
    let sum = 0;
    let code = text.charCodeAt(i);
    while (isDigit(code)) {
      sum = sum * 10 + (code - zero);
      i += 1;
      code = text.charCodeAt(i);
    }
    const count = i - digits;
    if (count === 0 && code !== dot) return this.word();
    // An e, E or dot makes it a float.
    if (count > 0 && code !== dot && (code | 0x20) !== 0x65) {
      this.at = i;
      if (count > 1 && text.charCodeAt(digits) === zero) throw this.error("a number starts with 0", digits);
      if (sum === 0 && first === minus) return -0;
      if (count <= exactDigits) return BigInt(first === minus ? -sum : sum);
      return BigInt(text.slice(first === plus ? digits : start, i));
    }
    return this.float(start, i, count);
  }

  /** Reads on from the dot or exponent at `i`; `6e-07.0`, as an old TensorFlow Serving wrote, is taken for 6e-07. */
  private float(start: number, dotAt: number, whole: number): number {
    const { text } = this;
    let i = dotAt;
    let fraction = 0;
    if (text.charCodeAt(i) === dot) {
      i += 1;
      while (isDigit(text.charCodeAt(i))) { i += 1; fraction += 1; }
    }
    if (whole + fraction === 0) throw this.error("expected a number", start);
    if ((text.charCodeAt(i) | 0x20) === 0x65) {
      i += 1;
      const sign = text.charCodeAt(i);
      if (sign === minus || sign === plus) i += 1;
      if (!isDigit(text.charCodeAt(i))) throw this.error("expected an exponent", i);
      while (isDigit(text.charCodeAt(i))) i += 1;
    }
    this.at = i;
    if (text.charCodeAt(i) === dot) {
      this.at += 1;
      while (text.charCodeAt(this.at) === zero) this.at += 1;
    }
    return Number(text.slice(start, i));
  }

  /** `true`, `false`, `null`, and the ways in which Python and C++ write what is not finite. */
  private word(): JsonValue {
    const start = this.at;
    let i = start;
    const sign = this.text.charCodeAt(i);
    if (sign === minus || sign === plus) i += 1;
    while ((this.text.charCodeAt(i) | 0x20) >= 0x61 && (this.text.charCodeAt(i) | 0x20) <= 0x7a) i += 1;
    const word = this.text.slice(start, i);
    const known = words.get(word) ?? words.get(word.toLowerCase().replace(/^\+/, ""));
    if (known === undefined || (known === null || typeof known === "boolean") && !exactWords.has(word)) throw this.error("expected a value", start);
    this.at = i;
    return known;
  }
}

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const exactWords = new Set(["true", "false", "null"]);
const words = new Map<string, JsonValue>([
  ["true", true], ["false", false], ["null", null],
  ["nan", Number.NaN], ["-nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY], ["-inf", Number.NEGATIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY], ["-infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * Reads JSON as models write it, losing nothing: integer literals as bigint, literals with a fraction or exponent, `-0` and the
 * tokens NaN and Infinity as numbers. Of duplicate keys the last wins. Throws JsonSyntaxError.
 */
export function readJson(text: string): JsonValue {
  return new JsonReader(text).document();
}
