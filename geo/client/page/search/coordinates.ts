/** A position as people write it, as Python's `geo/gazetteer/coordinates.py` reads it. */

const BARE = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*(?:[,;]|\s)\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$/;
const GEO = /^geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)(?:[,;].*)?$/i;
const WKT = /^(?:srid=\d+;)?\s*point\s*z?m?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)*\s*\)$/i;
const NUMBER = '\\d{1,3}(?:\\.\\d+)?';
const SIDE = '(north|south|east|west|[nsew])';
const DEGREES = `(${NUMBER})\\s*[°º]?\\s*(?:(${NUMBER})\\s*['′’]\\s*)?(?:(${NUMBER})\\s*(?:["″”]|''|′′)\\s*)?`;
const BEFORE = pairOf(`${SIDE}\\s*${DEGREES}`); // letters of the compass stand before both angles or behind both
const BEHIND = pairOf(`${DEGREES}\\s*${SIDE}`);

function pairOf(angle: string) {
  return new RegExp(`^\\s*${angle}\\s*[,;/|]?\\s*${angle}\\s*$`, 'i');
}

export interface Position {
  lon: number; // degrees
  lat: number; // degrees
  turned?: boolean; // whether it lies in the region only with its numbers the other way round, as here
}

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
const COMMA = /(?<=\d),(?=\d)/g; // a comma between digits

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

/** Letters of bands of latitude, 8 degrees each from 80° south on, the last one 12; of columns and rows of squares of
 * 100 km, of which rows begin anew every 2,000 km. */
const [BANDS, COLUMNS, ROWS] = ['CDEFGHJKLMNPQRSTUVWX', 'ABCDEFGHJKLMNPQRSTUVWXYZ', 'ABCDEFGHJKLMNPQRSTUV'];
const MGRS = new RegExp(`^(\\d\\d?)\\s*([${BANDS}])\\s*([${COLUMNS}])([${ROWS}])\\s*(\\d+\\s+\\d+|\\d*)$`);
const UTM = /^(\d\d?)\s*([C-HJ-NP-X])\s+(\d{6}(?:\.\d+)?)\s*(?:ME|E)?\s*[,;]?\s*(\d{1,8}(?:\.\d+)?)\s*(?:MN|N)?$/;

/** The place on a grid that a text names; a square stands for its centre. */
export function onGrid(text: string): Position | null {
  const utm = text.trim().toUpperCase().match(UTM);
  if (utm) return toDegrees(Number(utm[1]), utm[2] < 'N', Number(utm[3]), Number(utm[4]));
  const [, digits, band, column, row, inside] = text.trim().toUpperCase().match(MGRS) || [];
  if (!digits) return null;
  const [zone, middle, parts] = [Number(digits), inside.length >> 1, inside.split(/\s+/)];
  const [east, north] = parts.length === 2 ? parts : [inside.slice(0, middle), inside.slice(middle)];
  const at = COLUMNS.indexOf(column) - ((zone + 2) % 3) * 8;
  if (east.length !== north.length || east.length > 5 || at < 0 || at > 7) return null;
  const size = 10 ** (5 - east.length);
  const x = (at + 1) * 100000 + Number(east) * size + size / 2;
  const y = ((ROWS.indexOf(row) + (zone % 2 ? 0 : 15)) % 20) * 100000 + Number(north) * size + size / 2;
  const south = BANDS.indexOf(band) * 8 - 80;
  for (let turn = 0; turn < 5; turn++) {
    const point = toDegrees(zone, south < 0, x, y + turn * 2000000);
    if (point && point.lat >= south - 1 && point.lat <= south + (band === 'X' ? 13 : 9)) return point;
  }
  return null;
}

// The series of Krüger in the third flattening of WGS 84, to well below a metre; A: metres of a radian of the rectified
// meridian, with the scale of UTM.
const N = 1 / 298.257223563 / (2 - 1 / 298.257223563);
const A = ((0.9996 * 6378137) / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const BETA = [N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96, N ** 2 / 48 + N ** 3 / 15, (17 * N ** 3) / 480];
const DELTA = [2 * N - (2 * N ** 2) / 3 - 2 * N ** 3, (7 * N ** 2) / 3 - (8 * N ** 3) / 5, (56 * N ** 3) / 15];

function toDegrees(zone: number, south: boolean, x: number, y: number): Position | null {
  if (zone < 1 || zone > 60 || y < 0 || y > 10000000) return null;
  const [xi, eta] = [(y - (south ? 10000000 : 0)) / A, (x - 500000) / A];
  const k = [2, 4, 6];
  const across = BETA.reduce((sum, beta, i) => sum - beta * Math.sin(k[i] * xi) * Math.cosh(k[i] * eta), xi);
  const along = BETA.reduce((sum, beta, i) => sum - beta * Math.cos(k[i] * xi) * Math.sinh(k[i] * eta), eta);
  const chi = Math.asin(Math.sin(across) / Math.cosh(along));
  const lat = DELTA.reduce((sum, delta, i) => sum + delta * Math.sin(k[i] * chi), chi);
  const degrees = 180 / Math.PI;
  return { lon: zone * 6 - 183 + Math.atan2(Math.sinh(along), Math.cos(across)) * degrees, lat: lat * degrees };
}
