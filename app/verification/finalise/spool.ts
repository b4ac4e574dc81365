import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { ResultRecord } from './result_records.js'

const CHUNK = 256 * 1024

/** A file of lines that only this account may read, written from the start to the end. */
export class LineFile {
  #text = ''

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<LineFile> {
    return new LineFile(path, await open(path, 'w', 0o600))
  }

  async add(line: string): Promise<void> {
    this.#text += `${line}\n`
    if (this.#text.length >= CHUNK) await this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    await this.file.close()
  }

  async #flush() {
    await this.file.writeFile(this.#text)
    this.#text = ''
  }
}

/** Lines of a finished file, one at a time, without their line feed; unlike `readline` a U+2028 in a text does not end one. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest) yield rest
}

/** The sealed records again, in the order in which they were sealed; every file of the result is made from them. */
export async function* spooledRecords(path: string): AsyncGenerator<ResultRecord> {
  for await (const line of linesOf(path)) yield JSON.parse(line) as ResultRecord
}
