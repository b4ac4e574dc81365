import { join } from 'node:path'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import type { ChildRow } from '#verification/instrument'
import { makeResultFiles } from '#verification/finalise/result_files'
import { resultName } from '#verification/finalise/names'
import { openTable } from '#services/documents/table'
import { sealResult } from '#verification/finalise/seal_result'
import { readBase } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { inventRecords } from '#tests/support/contract/records'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { inPlace, temporaryFolder } from '../finalisation/support.js'

/** The answers of rows, whatever their order; the keys of rows an edition gives by itself. */
const answersOf = (rows: readonly ChildRow[] = []) =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([name]) => !/(^|_)key$/.test(name))
          .sort(),
      ),
    )
    .sort()

/** What the last column of a workbook says. */
async function joinedBy(path: string): Promise<Set<string>> {
  const { headers, rows } = await openTable(path)
  const keys = new Set<string>()
  for await (const { cells } of rows) keys.add(`${headers.at(-1) === 'kunci_data' ? cells.at(-1) : ''}`)
  return keys
}

test.group('Files of a result of every module', () => {
  for (const format of ['csv', 'xlsx'] as const)
    test(`the ${format} files hold all that an edition of the module needs to be the same again`, async ({ assert }) => {
      for (const module of registry.modules()) {
        const { instrument } = module
        const regency = await regencyForTest()
        const docs = await inventRecords(module, regency, 12)
        const place = await openRegister(regency.code, docs, module.name)
        const made = await aceHere<{ id: string }>(
          ...['edition:prepare', module.name, '--name', `Uji ${format}`, '--decree', '9/HUK/2019', '--date', '2019-02-10'],
          ...['--regency', regency.code, '--json'],
        )
        const loaded = await temporaryFolder(async (folder) => {
          const sealed = await inPlace(place, (tx) => sealResult(tx, place, folder, async () => {}))
          const manifest = { ...({} as Parameters<typeof makeResultFiles>[0]['manifest']), module: module.name }
          const files = []
          const request = { module, regency: regency.code, folder, sealed, manifest, districtOf: () => 'Kecamatan' }
          for await (const file of makeResultFiles(request)) files.push(file.name)
          const options = [instrument.root, ...instrument.groups].flatMap((group) => [
            ...[`--${group.name}`, join(folder, resultName(module, regency.code, format, group))],
          ])
          if (format === 'xlsx') {
            const paths = options.filter((_, at) => at % 2 === 1)
            const joined = await Promise.all(paths.map(joinedBy))
            for (const keys of joined) assert.includeMembers([...joined[0]!], [...keys], 'every row names its record')
            assert.sameMembers(
              [...joined[0]!],
              docs.map(({ key }) => key),
            )
          }
          return aceHere<{ read: number; accepted: number; rejections: unknown[] }>(
            ...['edition:load', module.name, '--edition', made.json.id, ...options, '--code-system', 'kemendagri', '--json'],
          )
        })
        assert.deepEqual(loaded.json.rejections, [], JSON.stringify(loaded.json).slice(0, 2000))
        const stored = await inPlace(place, (tx) =>
          readBase(
            tx,
            { ...place, editionId: made.json.id },
            docs.map(({ key }) => key),
          ),
        )
        for (const { key, values, groups } of docs) {
          const again = stored.get(key)!
          assert.deepEqual(again.values, values, `${module.name} ${key}`)
          for (const { name } of instrument.groups)
            assert.deepEqual(answersOf(again.groups[name]), answersOf(groups[name]), `${module.name} ${key} ${name}`)
        }
      }
    })
})
