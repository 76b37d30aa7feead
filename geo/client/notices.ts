/** Write the licences of the libraries and fonts that are bundled, of those named or of all: `deno run --allow-read`. */
import { readFileSync } from 'node:fs';

/** Packages, each with a file of it by which it is found, and the file of its licence. */
const PACKAGES = {
  leaflet: ['leaflet/dist/leaflet.css', 'LICENSE'],
  fflate: ['fflate', 'LICENSE'],
  'Noto Sans': ['@expo-google-fonts/noto-sans/LICENSE_FONT', 'LICENSE_FONT'],
  'Noto Sans Arabic': ['@expo-google-fonts/noto-sans-arabic/LICENSE_FONT', 'LICENSE_FONT'],
};

/** The nearest folder above a file that has a package's description. */
function packageOf(file: URL) {
  for (let folder = new URL('.', file);; folder = new URL('..', folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
      if (name && version) return { folder, version };
    } catch {
      if (folder.pathname === '/') throw new Error(`${file}: no package`);
    }
  }
}

for (const [name, [file, licence]] of Object.entries(PACKAGES)) {
  if (Deno.args.length && !Deno.args.includes(name)) continue;
  const { folder, version } = packageOf(new URL(import.meta.resolve(file)));
  const text = readFileSync(new URL(licence, folder), 'utf8').replaceAll('\r', '').trim();
  console.log(`${name} ${version}\n\n${text}\n`);
}
