/** Copy the fonts that pictures are set in, with their licences, to a folder: `deno run --allow-read --allow-write`. */
import { copyFileSync, mkdirSync } from 'node:fs';

const LATIN = '@expo-google-fonts/noto-sans';
const ARABIC = '@expo-google-fonts/noto-sans-arabic';

/** Files of the packages, each with the name of its copy. */
const FILES = [
  [`${LATIN}/400Regular/NotoSans_400Regular.ttf`, 'NotoSans-Regular.ttf'],
  [`${LATIN}/700Bold/NotoSans_700Bold.ttf`, 'NotoSans-Bold.ttf'],
  [`${LATIN}/400Regular_Italic/NotoSans_400Regular_Italic.ttf`, 'NotoSans-Italic.ttf'],
  [`${LATIN}/700Bold_Italic/NotoSans_700Bold_Italic.ttf`, 'NotoSans-BoldItalic.ttf'],
  [`${ARABIC}/400Regular/NotoSansArabic_400Regular.ttf`, 'NotoSansArabic-Regular.ttf'],
  [`${ARABIC}/700Bold/NotoSansArabic_700Bold.ttf`, 'NotoSansArabic-Bold.ttf'],
  [`${LATIN}/LICENSE_FONT`, 'NotoSans-OFL.txt'],
  [`${ARABIC}/LICENSE_FONT`, 'NotoSansArabic-OFL.txt'],
];

const [folder] = Deno.args;
mkdirSync(folder, { recursive: true });
for (const [file, name] of FILES) copyFileSync(new URL(import.meta.resolve(file)), `${folder}/${name}`);
