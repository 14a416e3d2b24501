import { CONVERSION_ROWS, type ConversionRow } from "./rows.js";

/** Where a parameter of the result comes from. */
export const From = { OLD: 0, ENTER: 1, ENTER_OR_EMPTY: 2, BLANK: 3, EMPTY: 4, CONTAINER: 5 } as const;

/** What is done with an event of one code and number of parameters. */
export interface Conversion {
  readonly store: boolean;
  readonly pass: boolean;
  /** Code of the result; the event's own when parameters are added to it. */
  readonly to: number;
  /** Parameters of the event are kept, and those of `from` come after them. */
  readonly add: boolean;
  /** One of {@link From} for each parameter. */
  readonly from: Uint8Array;
  /** Which parameter of the source. */
  readonly index: Uint8Array;
}

const MAX_PARAMS = 64;
const PARAM = /^(?:([oe])(\d+)(\??)|(d)|(-)|(container))$/;

function parse([code, , action, params = "", to = code]: ConversionRow): Conversion {
  const parts = params === "" ? [] : params.split(" ").map((text) => PARAM.exec(text) as RegExpExecArray);
  return {
    store: action.startsWith("store"),
    pass: action.endsWith("pass"),
    to,
    add: action === "add",
    from: Uint8Array.from(parts, (m) => {
      if (m[1] === "o") return From.OLD;
      if (m[1] === "e") return m[3] === "?" ? From.ENTER_OR_EMPTY : From.ENTER;
      if (m[4] !== undefined) return From.BLANK;
      return m[5] !== undefined ? From.EMPTY : From.CONTAINER;
    }),
    index: Uint8Array.from(parts, (m) => Number(m[2] ?? 0)),
  };
}

const TABLE: readonly (Conversion | undefined)[] = (() => {
  const table: (Conversion | undefined)[] = [];
  for (const row of CONVERSION_ROWS) table[row[0] * MAX_PARAMS + row[1]] = parse(row);
  return table;
})();

/** What to do with an event of this code that has so many parameters; undefined = nothing is known. */
export function conversionOf(code: number, nparams: number): Conversion | undefined {
  return nparams < MAX_PARAMS ? TABLE[code * MAX_PARAMS + nparams] : undefined;
}
