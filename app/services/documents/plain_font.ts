/** Tables by which a font kerns, joins and reorders signs; Latin text needs none of them. */
const LAYOUT_TABLES = new Set(['GDEF', 'GPOS', 'GSUB', 'kern'])

const HEADER = 12
const ENTRY = 16

/** Length of the table `post` where glyphs have no names, and the version that says so. */
const UNNAMED = { length: 32, version: 0x00030000 }

/** The glyph of `?`, the same in all our fonts, and how the tables hold what a glyph needs. */
const QUESTION = 34
const OFFSET = 4
const METRIC = 4
const BEARING = 2
const METRICS_AT = 34

/**
 * The same TrueType font without its layout tables and the names of its glyphs. A PDF of ours then takes a third of the time: every
 * document reads its fonts anew, and these are most of the reading. A sign that the font does not have is drawn as `?`, not as an empty box.
 */
export function plainFont(font: Buffer): Buffer {
  const tables: { tag: string; checksum: number; data: Buffer }[] = []
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const at = HEADER + index * ENTRY
    const tag = font.toString('latin1', at, at + 4)
    const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)]
    if (LAYOUT_TABLES.has(tag)) continue
    const data = font.subarray(offset, offset + length)
    tables.push({ tag, checksum: font.readUInt32BE(at + 4), data: tag === 'post' ? unnamed(data) : data })
  }
  questionForMissing((tag) => tables.find((table) => table.tag === tag)!)
  const directory = Buffer.alloc(HEADER + tables.length * ENTRY)
  font.copy(directory, 0, 0, 4)
  directory.writeUInt16BE(tables.length, 4)
  const parts: Buffer[] = [directory]
  let offset = directory.length
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = HEADER + index * ENTRY
    directory.write(tag, at, 'latin1')
    directory.writeUInt32BE(checksum, at + 4)
    directory.writeUInt32BE(offset, at + 8)
    directory.writeUInt32BE(data.length, at + 12)
    const padding = Buffer.alloc(-data.length & 3)
    parts.push(data, padding)
    offset += data.length + padding.length
  }
  return Buffer.concat(parts)
}

function unnamed(post: Buffer): Buffer {
  const table = Buffer.from(post.subarray(0, UNNAMED.length))
  table.writeUInt32BE(UNNAMED.version, 0)
  return table
}

/** Gives the first glyph, which stands for every missing one, outline and width of the question mark. The outlines of our fonts have long offsets. */
function questionForMissing(table: (tag: string) => { data: Buffer }): void {
  const [outlines, places, metrics] = [table('glyf'), table('loca'), table('hmtx')]
  const at = (glyph: number) => places.data.readUInt32BE(glyph * OFFSET)
  const question = outlines.data.subarray(at(QUESTION), at(QUESTION + 1))
  const moved = question.length - at(1)
  const offsets = Buffer.alloc(places.data.length)
  for (let glyph = 1; glyph * OFFSET < offsets.length; glyph++) offsets.writeUInt32BE(at(glyph) + moved, glyph * OFFSET)
  outlines.data = Buffer.concat([question, outlines.data.subarray(at(1))])
  places.data = offsets
  const widths = table('hhea').data.readUInt16BE(METRICS_AT)
  const wide = Math.min(QUESTION, widths - 1) * METRIC
  const bearing = QUESTION < widths ? wide + BEARING : widths * METRIC + (QUESTION - widths) * BEARING
  const own = Buffer.concat([metrics.data.subarray(wide, wide + BEARING), metrics.data.subarray(bearing, bearing + BEARING)])
  metrics.data = Buffer.concat([own, metrics.data.subarray(METRIC)])
}
