import { test } from '@japa/runner'
import { parse } from 'csv-parse/sync'
import { SeededChance } from '#services/demo/chance'
import { csvRecords } from '#services/documents/csv_records'
import { DocumentRefused } from '#services/documents/errors'

const SIGNS = ['a', 'b', '"', '"', ';', ';', '\n', '\r\n', '\r', ' ', 'é', "'"]

async function read(chunks: readonly string[]): Promise<string[][]> {
  async function* text() {
    yield* chunks
  }
  const records: string[][] = []
  for await (const batch of csvRecords(text(), ';')) records.push(...batch.records)
  return records
}

/** The text in pieces, as a file comes. */
function pieces(text: string, chance: SeededChance): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length;) {
    const end = at + chance.int(1, 6)
    found.push(text.slice(at, end))
    at = end
  }
  return found
}

test.group('CSV records', () => {
  test('any text in any pieces gives the records that a general reader finds in it', async ({ assert }) => {
    const chance = new SeededChance('csv')
    for (let round = 0; round < 4000; round++) {
      const text = Array.from({ length: chance.int(1, 18) }, () => chance.pick(SIGNS)).join('')
      let expected: string[][] | null
      try {
        const options = { delimiter: ';', record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true }
        expected = parse(text, options)
      } catch {
        expected = null
      }
      const found = await read(pieces(text, chance)).catch((error: unknown) => {
        if (error instanceof DocumentRefused) return null
        throw error
      })
      assert.deepEqual(found, expected, JSON.stringify(text))
    }
  })

  test('a quote keeps its field apart only where it begins it', async ({ assert }) => {
    assert.deepEqual(await read(['"a;b";ABDUL "UJI";"x""y";"c"d\r', '\n1;2']), [
      ['a;b', 'ABDUL "UJI"', 'x"y', '"c"d'],
      ['1', '2'],
    ])
  })

  test('letters that are lost are told of with every batch that may hold them', async ({ assert }) => {
    const batches: [string, boolean][] = []
    async function* text() {
      yield 'a;b\n'
      yield 'c;\uFFFD\n'
      yield 'd;e\n'
    }
    for await (const { records, sound } of csvRecords(text(), ';')) batches.push([records.join(), sound])
    assert.deepEqual(batches, [
      ['a,b', true],
      ['c,\uFFFD', false],
      ['d,e', true],
    ])
  })
})
