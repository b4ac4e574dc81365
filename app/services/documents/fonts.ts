import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { plainFont } from './plain_font.js'

/** Fonts of all documents, by the PostScript names under which a PDF and a picture in it know them. */
export const FONT_NAMES = {
  serif: 'DejaVuSerifCondensed',
  serifBold: 'DejaVuSerifCondensed-Bold',
  serifItalic: 'DejaVuSerifCondensed-Italic',
  serifBoldItalic: 'DejaVuSerifCondensed-BoldItalic',
  sans: 'DejaVuSansCondensed',
  sansBold: 'DejaVuSansCondensed-Bold',
  sansItalic: 'DejaVuSansCondensed-Oblique',
  sansBoldItalic: 'DejaVuSansCondensed-BoldOblique',
  mono: 'DejaVuSansMono',
  monoBold: 'DejaVuSansMono-Bold',
}

export type FontName = keyof typeof FONT_NAMES

const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const files = new Map<FontName, Buffer>()

/** The font as a file, read once. */
export function fontFile(name: FontName): Buffer {
  const known = files.get(name)
  if (known) return known
  const file = plainFont(readFileSync(join(folder, `${FONT_NAMES[name]}.ttf`)))
  files.set(name, file)
  return file
}
