const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day of the calendar as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const match = form.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}

/** The day has gone by. `now` is an ISO date or time; on the day itself an ignore still holds. */
export function isPast(day: string, now: string): boolean {
  return day < now.slice(0, 10);
}
