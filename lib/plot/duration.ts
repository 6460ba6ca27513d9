/** A time in words that a reader takes in at a glance: "8 s", "1 min 52 s", "2 h 5 min". */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return join([minutes, "min"], [whole % 60, "s"]);
  return join([Math.floor(minutes / 60), "h"], [minutes % 60, "min"]);
}

function join([count, unit]: [number, string], [rest, smaller]: [number, string]): string {
  return rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${smaller}`;
}
