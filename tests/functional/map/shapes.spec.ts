import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Decision } from '#services/gis/store/decide'
import { aceHere } from '#tests/support/ace'
import { regencyForTest } from '#tests/support/places'
import { collection, square } from '#tests/support/shapes'
import { importFile, misspelled, shapeOf, villageFile, villagesOf } from './support.js'

test.group('Boundaries from files', () => {
  test('villages are matched inside their district, a misspelled one waits, and both codes are kept', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name.toUpperCase()))
    const args = ['--level', 'village', '--within', regency.code]

    const rehearsed = await importFile(file, ...args, '--dry-run')
    assert.deepInclude(rehearsed.json, { matched: villages.length - 1, dry_run: true, id: null })
    assert.isNull(await shapeOf(villages[1]!.code))

    const { json } = await importFile(file, ...args, '--source', 'Uji', '--licence', 'CC0')
    assert.deepInclude(json, {
      features: villages.length,
      matched: villages.length - 1,
      unmatched: [],
      source: 'Uji',
      licence: 'CC0',
    })
    assert.lengthOf(json.suggested, 1)
    assert.deepInclude(json.suggested[0], { reason: 'misspelled', position: 1, source_code: 'id9999999000' })
    assert.deepEqual(json.suggested[0]!.candidates[0], { code: villages[0]!.code, name: villages[0]!.name, letters: 1 })
    const kept = await shapeOf(villages[1]!.code)
    assert.deepInclude(kept, { matched_by: 'name', source_code: 'id9999999001', source_name: villages[1]!.name.toUpperCase() })
    assert.isNull(await shapeOf(villages[0]!.code))
  })

  test('a person confirms once, the district gets its outline, and the next file does not ask again', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency, ({ name }, at) => (at === 0 ? misspelled(name) : name))
    const args = ['--level', 'village', '--within', regency.district]
    const { json } = await importFile(file, ...args)
    const id = json.suggested[0]!.id!

    const foreign = await aceHere<{ error: { code: string } }>('gis:confirm', id, '--region', regency.code, '--json')
    assert.equal(foreign.json.error.code, 'E_GIS_REGION')
    const taken = await aceHere<{ error: { code: string } }>('gis:confirm', id, '--region', villages[1]!.code, '--json')
    assert.equal(taken.json.error.code, 'E_GIS_REGION')
    const { json: decided } = await aceHere<Decision>('gis:confirm', id, '--json')
    assert.equal(decided.region?.code, villages[0]!.code)
    assert.deepInclude(await shapeOf(villages[0]!.code), { matched_by: 'hand', confirmed_by_name: 'Konsol' })
    const again = await aceHere<{ error: { code: string; message: string } }>('gis:confirm', id, '--json')
    assert.equal(again.json.error.code, 'E_GIS_DECIDED')
    assert.include(again.json.error.message, 'oleh Konsol')
    const outline = await shapeOf(regency.district)
    assert.equal(outline.matched_by, 'derived')

    const { json: second } = await importFile(file, ...args)
    assert.deepEqual([second.matched, second.suggested, second.by.hand], [villages.length, [], 1])
    assert.equal(second.replaced, villages.length)
  })

  test('codes of the other system are refused, and nothing is stored of a refused file', async ({ assert }) => {
    const regency = await regencyForTest()
    const villages = await villagesOf(regency.district)
    const file = await villageFile(regency)
    for (const [at, { properties }] of file.features.entries()) {
      properties!.village_code = villages[(at + 1) % villages.length]!.code.replaceAll('.', '')
    }
    const before = await db.connection().from('shape_imports').count('* as total').first()
    const refused = await importFile(file, '--level', 'village', '--within', regency.code, '--code-system', 'kemendagri')
    assert.equal(refused.code, 1)
    assert.equal(refused.json.error?.code, 'E_GIS_CODE_SYSTEM')
    assert.deepEqual(await db.connection().from('shape_imports').count('* as total').first(), before)
    assert.isNull(await shapeOf(villages[0]!.code))
  })

  test('a file of which no area is a region here ends as a failure', async ({ assert }) => {
    const regency = await regencyForTest()
    const file = await villageFile(regency, (_, at) => `QQQ ${at} ZZZ`)
    const nothing = await importFile(file, '--level', 'village', '--within', regency.code, '--dry-run')
    assert.deepEqual([nothing.json.matched, nothing.json.suggested], [0, []])
    assert.equal(nothing.code, 1)
  })

  test('boundaries from before a split are those of the regions of today, by code and under their former province (S05)', async ({
    assert,
  }) => {
    const place = (at: number) => square(at, 0).map((ring) => ring.map(([x, y]) => [x! - 110 + 131, y! + 7.5 - 1]))
    const file = collection([
      { properties: { kdpkab: '92.71', wadmkk: 'Kota Sorong', wadmpr: 'Papua Barat' }, coordinates: place(0) },
      { properties: { kdpkab: '9201', wadmkk: 'Sorong', wadmpr: 'Papua Barat' }, coordinates: place(1) },
      { properties: { kdpkab: '', wadmkk: 'Tambrauw', wadmpr: 'Papua Barat' }, coordinates: place(2) },
    ])
    const { json } = await importFile(file, '--level', 'regency', '--code-system', 'kemendagri', '--dry-run')
    assert.deepInclude(json, { features: 3, matched: 3, by: { code: 2, name: 1, hand: 0 } }, JSON.stringify(json))
    const within = await importFile(collection([]), '--level', 'district', '--within', '9271', '--dry-run')
    assert.equal(within.json.error?.code, 'E_GIS_NOTHING', 'the former code of a city is the city')
  })

  test('a level that is none, a region that is none or lies too deep are told', async ({ assert }) => {
    const regency = await regencyForTest()
    const file = await villageFile(regency)
    const codeOf = async (...args: string[]) => (await importFile(file, ...args)).json.error?.code
    assert.equal(await codeOf('--level', 'desa', '--within', regency.code), 'E_GIS_LEVEL')
    assert.equal(await codeOf('--level', 'village', '--within', '99.99'), 'E_GIS_WITHIN')
    assert.equal(await codeOf('--level', 'district', '--within', regency.district), 'E_GIS_WITHIN')
  })
})
