/** Positions on a military or survey grid: MGRS squares, and UTM eastings and northings, as Python's
 * `geo/gazetteer/coordinates.py` reads them. */

/** @import { Position } from './coordinates.js' */

/** Letters of bands of latitude, 8 degrees each from 80° south on; the last one has 12. */
const BANDS = 'CDEFGHJKLMNPQRSTUVWX';
/** Letters of the columns and rows of squares of 100 km; rows begin anew every 2,000 km. */
const COLUMNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const ROWS = 'ABCDEFGHJKLMNPQRSTUV';

const MGRS = new RegExp(
  `^(\\d{1,2})\\s*([${BANDS}])\\s*([${COLUMNS}])([${ROWS}])\\s*(?:(\\d+)\\s+(\\d+)|(\\d*))$`,
  'i',
);
const UTM = new RegExp(
  `^(\\d{1,2})\\s*([${BANDS}])\\s+(\\d{6}(?:\\.\\d+)?)\\s*(?:mE|E)?\\s*[,;]?\\s*(\\d{1,8}(?:\\.\\d+)?)\\s*(?:mN|N)?$`,
  'i',
);

/** The place on a grid that a text names; a square stands for its centre. @param {string} text @returns {Position | null} */
export function onGrid(text) {
  const square = text.trim().match(MGRS);
  if (square) return ofSquare(square);
  const utm = text.trim().match(UTM);
  return utm && toDegrees(Number(utm[1]), utm[2].toUpperCase() < 'N', Number(utm[3]), Number(utm[4]));
}

/** @param {string[]} found zone, band, column, row, and the digits in one or two parts @returns {Position | null} */
function ofSquare([, zone, band, column, row, first = '', second = '', both = '']) {
  const half = both.length / 2;
  const [east, north] = both ? [both.slice(0, Math.floor(half)), both.slice(Math.floor(half))] : [first, second];
  const at = COLUMNS.indexOf(column.toUpperCase()) - ((Number(zone) + 2) % 3) * 8;
  if (east.length !== north.length || east.length > 5 || at < 0 || at > 7) return null;
  const size = 10 ** (5 - east.length);
  const rows = (ROWS.indexOf(row.toUpperCase()) + (Number(zone) % 2 ? 0 : 15)) % 20;
  const x = (at + 1) * 100000 + Number(east) * size + size / 2;
  const y = rows * 100000 + Number(north) * size + size / 2;
  const south = BANDS.indexOf(band.toUpperCase()) * 8 - 80;
  for (let turn = 0; turn < 5; turn++) {
    const point = toDegrees(Number(zone), south < 0, x, y + turn * 2000000);
    if (point && point.lat >= south - 1 && point.lat <= south + (/x/i.test(band) ? 13 : 9)) return point;
  }
  return null;
}

// The series of Krüger in the third flattening of WGS 84, to well below a metre.
const N = 1 / 298.257223563 / (2 - 1 / 298.257223563);
/** Metres of a radian of the rectified meridian, with the scale of UTM. */
const A = ((0.9996 * 6378137) / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const BETA = [N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96, N ** 2 / 48 + N ** 3 / 15, (17 * N ** 3) / 480];
const DELTA = [2 * N - (2 * N ** 2) / 3 - 2 * N ** 3, (7 * N ** 2) / 3 - (8 * N ** 3) / 5, (56 * N ** 3) / 15];

/** The degrees of an easting and a northing of UTM. @param {number} zone @param {boolean} south whether of the southern
 * hemisphere @param {number} x @param {number} y metres @returns {Position | null} */
function toDegrees(zone, south, x, y) {
  if (zone < 1 || zone > 60 || y < 0 || y > 10000000) return null;
  const xi = (y - (south ? 10000000 : 0)) / A;
  const eta = (x - 500000) / A;
  let [across, along] = [xi, eta];
  BETA.forEach((beta, i) => {
    const k = 2 * (i + 1);
    across -= beta * Math.sin(k * xi) * Math.cosh(k * eta);
    along -= beta * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const chi = Math.asin(Math.sin(across) / Math.cosh(along));
  const lat = DELTA.reduce((sum, delta, i) => sum + delta * Math.sin(2 * (i + 1) * chi), chi);
  const degrees = 180 / Math.PI;
  return {
    lon: zone * 6 - 183 + Math.atan2(Math.sinh(along), Math.cos(across)) * degrees,
    lat: lat * degrees,
  };
}
