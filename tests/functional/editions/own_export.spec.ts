import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { resultFiles } from '#verification/finalise/index'
import { resultName } from '#verification/finalise/names'
import { readBase } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { contentOfFile, inPlace, seal, temporaryFolder, testRegister, update, write } from '../finalisation/support.js'

/** Rows without the keys of families, which an edition gives by itself where the register has none. */
const answersOf = (rows: readonly ChildRow[] = []) => rows.map(({ family_key: _family, ...row }) => row)

const HALVES = { luas_lantai: 36.5, lat: -7.479_712, long: 110.25 }

test.group('The files of a result', () => {
  test('are read by the loading of an edition as they are, codes and words: decimals, signs, dates and guarded texts come out as they went in', async ({
    assert,
  }) => {
    const { place, docs, regency } = await testRegister(3)
    const { instrument } = place.module
    const addresses = ['+62 JL UJI', `'-JL; "DUA"`, '36.5']
    const changed = docs.map((doc, at): RecordDoc => {
      const members = doc.groups.members!.map((row) => ({ ...row, idartbdt: row.key }))
      const businesses = [{ key: `${doc.key}U`, member_key: members[0]!.key, lapangan_usaha: 1, jumlah_pekerja: 2 }]
      return {
        ...doc,
        values: { ...doc.values, ...HALVES, alamat: addresses[at]! },
        groups: { ...doc.groups, members, businesses },
      }
    })
    await write(
      place,
      changed.map((doc) => update(doc)),
    )
    await seal(place)
    const files = await inPlace(place, (tx) => resultFiles(tx, place))
    for (const format of ['csv', 'xlsx'] as const) {
      const made = await aceHere<{ id: string }>(
        ...(['edition:prepare', 'bdt', '--name', `Hasil ${format}`, '--decree', '9/HUK/2019', '--date', '2019-02-10'] as const),
        ...(['--regency', regency.code, '--json'] as const),
      )
      const loaded = await temporaryFolder(async (folder) => {
        const options: string[] = []
        for (const group of [instrument.root, ...instrument.groups]) {
          const file = files.find(({ name }) => name === resultName(place.module, place.regency, format, group))!
          const path = join(folder, `${group.name}.${format}`)
          await writeFile(path, await contentOfFile(place, file.fileId))
          options.push(`--${group.name}`, path)
        }
        return aceHere<{ rejected: number; rejections: unknown[] }>(
          ...['edition:load', 'bdt', '--edition', made.json.id, ...options, '--code-system', 'kemendagri', '--json'],
        )
      })
      assert.deepEqual(loaded.json.rejections, [], JSON.stringify(loaded.json))
      assert.equal(loaded.code, 0)
      const stored = await inPlace(place, (tx) =>
        readBase(
          tx,
          { ...place, editionId: made.json.id },
          docs.map(({ key }) => key),
        ),
      )
      for (const { key, values, groups } of changed) {
        const { values: again, groups: rows } = stored.get(key)!
        assert.deepEqual(again, values, `${format} ${key}`)
        assert.deepEqual(answersOf(rows.members), answersOf(groups.members), `${format} ${key}`)
        assert.include(rows.businesses![0], { member_key: `${key}01`, jumlah_pekerja: 2 })
      }
    }
  })
})
