/** A position as people write it, as Python's `geo/gazetteer/coordinates.py` reads it. */
import { onGrid } from './grid.ts';

const BARE = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*(?:[,;]|\s)\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/;
const GEO = /^geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)(?:[,;].*)?$/i;
const WKT = /^(?:srid=\d+;)?\s*point\s*z?m?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)$/i;
const NUMBER = '\\d{1,3}(?:\\.\\d+)?';
const SIDE = '(north|south|east|west|[nsew])';
const DEGREES = `(${NUMBER})\\s*[°º]?\\s*(?:(${NUMBER})\\s*['′’]\\s*)?(?:(${NUMBER})\\s*(?:["″”]|''|′′)\\s*)?`;
/** Letters of the compass stand before both angles or behind both. */
const BEFORE = pairOf(`${SIDE}\\s*${DEGREES}`);
const BEHIND = pairOf(`${DEGREES}\\s*${SIDE}`);

function pairOf(angle: string) {
  return new RegExp(`^\\s*${angle}\\s*[,;/|]?\\s*${angle}\\s*$`, 'i');
}

export interface Position {
  lon: number; // degrees
  lat: number; // degrees
  turned?: boolean; // whether it lies in the region only with its numbers the other way round, as here
}

/** @param amounts degrees, minutes, seconds */
function angle(side: string, amounts: (string | undefined)[]) {
  const [degrees, minutes, seconds] = amounts.map((amount) => Number(amount || 0));
  const value = degrees + minutes / 60 + seconds / 3600;
  const valid = minutes < 60 && seconds < 60;
  return { axis: /^[ns]/i.test(side) ? 'lat' : 'lon', value: /^[sw]/i.test(side) ? -value : value, valid };
}

function readLettered(text: string): Position | null {
  const before = text.match(BEFORE);
  const behind = text.match(BEHIND);
  let angles = null;
  if (before) angles = [angle(before[1], before.slice(2, 5)), angle(before[5], before.slice(6, 9))];
  else if (behind) angles = [angle(behind[4], behind.slice(1, 4)), angle(behind[8], behind.slice(5, 8))];
  if (!angles || angles[0].axis === angles[1].axis || !angles.every((item) => item.valid)) return null;
  const [lon, lat] = angles[0].axis === 'lon' ? angles : [angles[1], angles[0]];
  return { lon: lon.value, lat: lat.value };
}

const ARABIC = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
/** A comma between digits. */
const COMMA = /(?<=\d),(?=\d)/g;

/** A text with digits and points as in English; its commas are points where both numbers have one. */
function normalizeDigits(text: string) {
  const digits = text.replace(/[٠-٩۰-۹]/g, (digit) => String(ARABIC.indexOf(digit) % 10)).replace(/٫/g, '.')
    .replace(/،/g, ',');
  return !digits.includes('.') && digits.match(COMMA)?.length === 2 ? digits.replace(COMMA, '.') : digits;
}

/** The position that a text gives; null where it is none, or none within the region.
 * @param region west, south, east, north in degrees */
export function position(written: string, [west, south, east, north]: number[]): Position | null {
  const within = (point: Position | null) =>
    point && west <= point.lon && point.lon <= east && south <= point.lat && point.lat <= north;
  const text = normalizeDigits(written);
  const match = text.match(BARE);
  const geo = text.trim().match(GEO);
  const wkt = text.trim().match(WKT);
  let result = readLettered(text) || onGrid(text);
  if (match || wkt) result = { lon: Number((match || wkt)?.[1]), lat: Number((match || wkt)?.[2]) };
  if (geo) result = { lon: Number(geo[2]), lat: Number(geo[1]) };
  if (within(result)) return result;
  const turned = match && result ? { lon: result.lat, lat: result.lon, turned: true } : null;
  return within(turned) ? turned : null;
}
