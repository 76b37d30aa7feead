/** What painters ask of a host: in a page the browser's own, elsewhere a recorder. */
interface Canvas {
  width: number;
  height: number;
}
declare class Path2D {
  constructor(path?: string);
  addPath(path: Path2D): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
  lineTo(x: number, y: number): void;
  moveTo(x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
}
interface DOMMatrix {
  inverse(): DOMMatrix;
}
interface CanvasPattern {
  setTransform(matrix: DOMMatrix): void;
}
interface CanvasGradient {
  addColorStop(at: number, colour: string): void;
}
interface ImageData {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}
interface CanvasRenderingContext2D {
  readonly canvas: Canvas;
  direction: 'ltr' | 'rtl' | 'inherit';
  fillStyle: string | CanvasPattern | CanvasGradient;
  font: string;
  globalAlpha: number;
  imageSmoothingEnabled: boolean;
  letterSpacing: string;
  lineCap: string;
  lineJoin: string;
  lineWidth: number;
  strokeStyle: string | CanvasPattern | CanvasGradient;
  textAlign: string;
  textBaseline: string;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  beginPath(): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  clip(path?: Path2D): void;
  closePath(): void;
  createImageData(width: number, height: number): ImageData;
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): CanvasGradient;
  createPattern(image: Canvas, repetition: string): CanvasPattern | null;
  drawImage(image: Canvas, ...place: number[]): void;
  fill(path?: Path2D, rule?: 'nonzero' | 'evenodd'): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  getTransform(): DOMMatrix;
  lineTo(x: number, y: number): void;
  measureText(text: string): { width: number };
  moveTo(x: number, y: number): void;
  putImageData(image: ImageData, x: number, y: number, ...part: number[]): void;
  rect(x: number, y: number, width: number, height: number): void;
  resetTransform(): void;
  restore(): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  save(): void;
  scale(x: number, y: number): void;
  setLineDash(dash: number[]): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  stroke(path?: Path2D): void;
  strokeText(text: string, x: number, y: number): void;
  translate(x: number, y: number): void;
}
/** Standards of every JavaScript host but V8 alone. */
declare class URLSearchParams {
  constructor(text: string);
  [Symbol.iterator](): Iterator<[string, string]>;
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class Response {
  constructor(body: unknown);
  arrayBuffer(): Promise<ArrayBuffer>;
}
declare class DecompressionStream {
  constructor(format: 'gzip');
  readable: unknown;
  writable: { getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } };
}
