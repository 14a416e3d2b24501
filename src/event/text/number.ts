/** A double the way C prints it with `%g`: six significant digits, trailing zeros dropped. */
export function percentG(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return String(value);
  const exp = Number.parseInt(value.toExponential(5).split("e")[1] as string, 10);
  if (exp >= -4 && exp < 6) {
    const fixed = value.toFixed(Math.max(0, 5 - exp));
    return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
  }
  const [mantissa = "", e = ""] = value.toExponential(5).split("e");
  const digits = mantissa.replace(/\.?0+$/, "");
  const n = Number.parseInt(e, 10);
  return `${digits}e${n < 0 ? "-" : "+"}${String(Math.abs(n)).padStart(2, "0")}`;
}
