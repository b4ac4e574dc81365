/** Tables by which a font kerns, joins and reorders signs; Latin text needs none of them. */
const LAYOUT_TABLES = new Set(['GDEF', 'GPOS', 'GSUB', 'kern'])

const HEADER = 12
const ENTRY = 16

/** Length of the table `post` where glyphs have no names, and the version that says so. */
const UNNAMED = { length: 32, version: 0x00030000 }

/**
 * The same TrueType font without its layout tables and the names of its glyphs. A PDF of ours then takes a third of the time: every
 * document reads its fonts anew, and these are most of the reading.
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
