import { brokenJson, GisError } from '../errors.js'

const code = (letter: string) => letter.charCodeAt(0)
const [QUOTE, ESCAPE] = [code('"'), code('\\')]
const BLANK = code(' ')
const OPENING = new Set([code('{'), code('[')])
const CLOSING = new Set([code('}'), code(']')])
/** Bytes of the mark that some programs put before a text. */
const MARK = new Set([0xef, 0xbb, 0xbf])
/** One area may take so many bytes; beyond it the file is no list of regions. */
const MAX_FEATURE = 32 * 1024 * 1024
/** So much of what stands beside the areas is kept: the name of the projection, a licence. */
const MAX_BESIDE = 64 * 1024

/**
 * Cuts the `features` of a GeoJSON collection out of its bytes, one JSON text each, so that a big file never stands in memory whole.
 *
 * @param beside is handed the JSON text of the collection without its areas, when the bytes have ended
 * @throws GisError `E_GIS_BROKEN` where the bytes end too early or something stands behind the collection;
 *   `E_GIS_TOO_BIG` for an area of more than 32 MB
 */
export async function* splitFeatures(chunks: AsyncIterable<Buffer>, beside: (text: string) => void): AsyncGenerator<string> {
  const cut = new Cutter()
  yield* cutOut(chunks, cut)
  beside(cut.besideText)
}

async function* cutOut(chunks: AsyncIterable<Buffer>, cut: Cutter): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    let from = cut.within ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const was = cut.within
      cut.take(chunk[at]!)
      if (!was && cut.within) from = at
      if (was && !cut.within) yield cut.finish(chunk.subarray(from, at + 1))
    }
    if (cut.within) cut.hold(chunk.subarray(from))
  }
  if (cut.depth !== 0) {
    throw new GisError('E_GIS_BROKEN', {
      id: 'Berkas berhenti di tengah jalan: kurung JSON-nya tidak tertutup. Salin atau unduh ulang berkasnya.',
      en: 'The file breaks off: a bracket of its JSON is not closed. Copy or download the file again.',
    })
  }
  if (cut.goesOn) throw brokenJson()
}

/**
 * Cuts a file of features that stand one behind the other, a line each (GeoJSON text sequence, newline-delimited) or one alone, into
 * their JSON texts.
 *
 * @throws GisError as `splitFeatures`
 */
export function splitSequence(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  return cutOut(chunks, new Cutter(true))
}

/** Follows brackets and texts byte by byte. */
class Cutter {
  depth = 0
  /** Whether the byte lies in an area. */
  within = false
  /** Whether anything but blanks stands behind the collection. */
  goesOn = false
  #ended = false
  #inText = false
  #escaped = false
  #inFeatures = false
  /** Bytes of the text that was last begun in the collection itself: its keys. */
  #key: number[] = []
  #held: Buffer[] = []
  #heldBytes = 0
  #beside: number[] = []

  /** @param isSequence areas stand by themselves, not in a collection */
  constructor(private readonly isSequence = false) {}

  get besideText(): string {
    return Buffer.from(this.#beside).toString('utf8')
  }

  take(byte: number): void {
    const isBetween = this.isSequence ? this.depth === 0 && !OPENING.has(byte) && !MARK.has(byte) : this.#ended
    if (isBetween && byte > BLANK) this.goesOn = true
    if (!this.#inFeatures && this.#beside.length < MAX_BESIDE) this.#beside.push(byte)
    if (this.#inText) this.#takeText(byte)
    else if (byte === QUOTE) {
      this.#inText = true
      if (this.depth === 1) this.#key = []
    } else if (OPENING.has(byte)) this.#open(byte)
    else if (CLOSING.has(byte)) this.#close(byte)
  }

  hold(part: Buffer): void {
    this.#held.push(part)
    this.#heldBytes += part.length
    if (this.#heldBytes <= MAX_FEATURE) return
    throw new GisError('E_GIS_TOO_BIG', {
      id: 'Satu wilayah dalam berkas ini lebih dari 32 MB. Sederhanakan batasnya lebih dulu.',
      en: 'One region in this file is larger than 32 MB. Simplify its boundary first.',
    })
  }

  finish(part: Buffer): string {
    const text = Buffer.concat([...this.#held, part]).toString('utf8')
    this.#held = []
    this.#heldBytes = 0
    return text
  }

  #takeText(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === ESCAPE) this.#escaped = true
    else if (byte === QUOTE) this.#inText = false
    if (this.#inText && this.depth === 1) this.#key.push(byte)
  }

  #open(byte: number): void {
    this.depth += 1
    if (this.depth === 2 && byte === code('[') && Buffer.from(this.#key).toString('utf8') === 'features') this.#inFeatures = true
    if (this.isSequence) this.within = true
    else if (this.#inFeatures && this.depth === 3 && byte === code('{')) this.within = true
  }

  #close(byte: number): void {
    this.depth -= 1
    if (this.isSequence) {
      if (this.depth === 0) this.within = false
      return
    }
    if (this.depth === 0) this.#ended = true
    if (this.depth === 2) this.within = false
    if (this.depth === 1 && this.#inFeatures) {
      this.#inFeatures = false
      if (this.#beside.length < MAX_BESIDE) this.#beside.push(byte)
    }
  }
}
