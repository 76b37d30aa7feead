/** Columns that repeat texts: they travel as their texts, and the place of each row's text among them. */

/** Expand what geo/draw/bundle.py condensed, in tables of columns. */
export function expand(tables: object) {
  for (const [name, value] of Object.entries(tables)) {
    if (!value || typeof value !== 'object' || Array.isArray(value)) continue;
    const { of, at } = value;
    if (of && at) Object.assign(tables, { [name]: at.map((place: number) => of[place]) });
    else expand(value);
  }
}
