import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { unguard } from '#services/documents/cells'
import { query } from '#services/scope'
import { canonicalJson } from '#verification/canonical'
import { resultFiles, returnFinalisation, type ResultFile } from '#verification/finalise/index'
import { sealRoots } from '#verification/finalise/invariants'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value } from '#verification/instrument'
import { recapDifferences, type Place } from '#verification/store/index'
import { pageTexts, unzip } from '#tests/unit/documents/support'
import {
  contentOfFile,
  giveProfile,
  household,
  inPlace,
  periodOf,
  seal,
  testRegister,
  update,
  write,
  type TestRegister,
} from './support.js'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** Root of RFC 9162 section 2.1.1 as its text defines it, written anew for this test. */
function root(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0]!
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return sha256(Buffer.of(1), root(leaves.slice(0, half)), root(leaves.slice(half)))
}

/** Root of a regency from its documents and the salts kept for them. */
async function rootOf(place: Place, docs: readonly RecordDoc[]): Promise<string> {
  const salts = await inPlace(place, (tx) =>
    query<{ key: string; salt: Buffer }>(tx, 'select key, salt from seal_salts where period_id = ?', [place.periodId]),
  )
  const saltOf = new Map(salts.map(({ key, salt }) => [key, salt]))
  const villages = Map.groupBy(docs, ({ values }) => String(values.village_code))
  const codes = [...villages.keys()].sort()
  const roots = codes.map((code) => {
    const members = villages.get(code)!.sort((a, b) => (a.key < b.key ? -1 : 1))
    const leaves = members.map((doc) => sha256(Buffer.of(0), saltOf.get(doc.key)!, Buffer.from(canonicalJson(doc))))
    return sha256(Buffer.of(0), Buffer.from(code), root(leaves))
  })
  return root(roots).toString('hex')
}

/** Documents of a `.siksresult`, read by Node alone. */
function readResult(content: Buffer): { manifest: Record<string, unknown>; docs: RecordDoc[]; outcomes: Record<string, string> } {
  const [manifest, ...lines] = gunzipSync(content)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const end = lines.pop()
  if (end.records !== lines.length) throw new Error('The end line counts other records.')
  const docs = lines.map(({ t: _, key, outcome: __, values, ...groups }) => ({ key, values, groups }))
  return { manifest, docs, outcomes: Object.fromEntries(lines.map(({ key, outcome }) => [key, outcome])) }
}

function csvRows(content: Buffer, group: RowGroup): Record<string, Value>[] {
  const types = new Map(group.variables.map(({ name, type }) => [name, type]))
  const isText = (name: string) => ['text', 'digits', 'date', undefined].includes(types.get(name))
  const rows: Record<string, string>[] = parse(content, { columns: true, bom: true, delimiter: ';' })
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([, text]) => text !== '')
        .map(([name, text]) => [name, isText(name) ? unguard(text) : Number(text.replace(',', '.'))]),
    ),
  )
}

/** The same documents from the CSV files of every group. */
function readCsv(instrument: Instrument, files: Map<string, Buffer>): RecordDoc[] {
  const children = new Map<string, Record<string, ChildRow[]>>()
  for (const group of instrument.groups) {
    for (const { record_key: record, [instrument.summary.registerKey]: _, ...row } of csvRows(
      files.get(group.label.id)!,
      group,
    )) {
      const groups = children.get(String(record)) ?? {}
      children.set(String(record), { ...groups, [group.name]: [...(groups[group.name] ?? []), row as ChildRow] })
    }
  }
  return csvRows(files.get(instrument.root.label.id)!, instrument.root).map(({ key, outcome: _, ...values }) => ({
    ...{ key: String(key), values, groups: children.get(String(key)) ?? {} },
  }))
}

async function mixedRegister(): Promise<TestRegister> {
  const register = await testRegister(8)
  const { place, docs, regency } = register
  const added = household(regency.villages[0]!, 'N091', { nama_krt: '=HYPERLINK("x")', alamat: 'JL "BARU", NO 5' })
  await write(place, [
    update({ ...docs[0]!, values: { ...docs[0]!.values, alamat: '+62 JL UJI', luas_lantai: 36.5 } }),
    update(docs[1]!, { outcome: 'not_found' }),
    update({ ...docs[2]!, values: { ...docs[2]!.values, alamat: 'TIDAK DIAMBIL' } }, { state: 'returned' }),
    update({ ...docs[3]!, values: { ...docs[3]!.values, alamat: 'TETAP' } }, { outcome: 'unchanged' }),
    update({ ...docs[4]!, values: { ...docs[4]!.values, alamat: 'BELUM' } }, { state: 'received' }),
    update(docs[5]!, { state: 'rejected' }),
    update(docs[6]!, { state: 'withdrawn' }),
    update(added, { kind: 'new', outcome: 'new' }),
    update(household(regency.villages[1]!, 'N092'), { kind: 'new', outcome: 'new', state: 'rejected' }),
  ])
  return register
}

async function contents(place: Place, kind: ResultFile['kind']) {
  const files = (await inPlace(place, (tx) => resultFiles(tx, place))).filter((file) => file.kind === kind)
  return Promise.all(files.map(async (file) => ({ file, content: await contentOfFile(place, file.fileId) })))
}

test.group('Seal of a finalisation', () => {
  test('the result is the edition overlaid by accepted updates, and its root follows from the files and the salts', async ({
    assert,
  }) => {
    const { place, docs } = await mixedRegister()
    const { sealRoot, totals } = await seal(place)
    const [result] = await contents(place, 'siksresult')
    const { manifest, docs: sealed, outcomes } = readResult(result!.content)
    assert.equal(manifest.seal_root, sealRoot)
    assert.deepEqual(outcomes, {
      ...{
        H001: 'repaired',
        H003: 'unverified',
        H004: 'unchanged',
        H005: 'unverified',
        H006: 'unverified',
        H007: 'unverified',
        H008: 'unverified',
      },
      N091: 'new',
    })
    const address = new Map(sealed.map(({ key, values }) => [key, values.alamat]))
    assert.equal(address.get('H001'), '+62 JL UJI')
    for (const key of ['H003', 'H004', 'H005']) assert.equal(address.get(key), 'JL UJI 1', key)
    assert.deepEqual(
      sealed.find(({ key }) => key === 'H008'),
      docs[7],
    )
    assert.equal(await rootOf(place, sealed), sealRoot)

    const csv = await contents(place, 'csv')
    const { instrument } = place.module
    const slugs = new Map(
      [instrument.root, ...instrument.groups].map(({ label }) => [label.id.toLowerCase().replaceAll(' ', '-'), label.id]),
    )
    const byGroup = new Map(
      csv.map(({ file, content }) => [
        slugs.get(/\d-(?<slug>[a-z-]+)\.csv$/.exec(file.name)?.groups?.slug ?? '') ?? file.name,
        content,
      ]),
    )
    assert.equal(await rootOf(place, readCsv(instrument, byGroup)), sealRoot)

    assert.deepInclude(totals!.all, { edition: 8, untouched: 1, result: 8 })
    assert.deepEqual(totals!.all.notTaken, { received: 1, returned: 1, rejected: 2, withdrawn: 1 })
    assert.deepEqual(totals!.all.taken, { repaired: 1, not_found: 1, unchanged: 1, new: 1 })
    assert.equal(totals!.records, 8)
    assert.equal(totals!.persons, 16)
    assert.deepEqual(await inPlace(place, (tx) => recapDifferences(tx, place)), [])
  })

  test('a result that was returned keeps its leaves and files beside those of the next one', async ({ assert }) => {
    const { place } = await testRegister(4)
    await seal(place)
    const before = await inPlace(place, (tx) => resultFiles(tx, place))
    await inPlace(place, async (tx) => returnFinalisation(tx, await periodOf(place), 'Keliru'))
    assert.isEmpty(await inPlace(place, (tx) => resultFiles(tx, place)), 'nothing stands while it is corrected')
    await seal(place)
    const after = await inPlace(place, (tx) => resultFiles(tx, place))
    assert.sameMembers(
      after.map(({ name }) => name),
      before.map(({ name }) => name),
    )
    const kept = (table: string) =>
      inPlace(place, (tx) =>
        query<{ rows: number }>(
          tx,
          `select cast(count(*) as int) as rows from ${table} where period_id = ? and regency_code = ? group by sealing`,
          [place.periodId, place.regency],
        ),
      )
    assert.deepEqual(await kept('seal_salts'), [{ rows: 4 }, { rows: 4 }])
    assert.deepEqual(await kept('seal_villages'), [{ rows: 2 }, { rows: 2 }])
    assert.deepEqual(await kept('result_files'), [{ rows: before.length }, { rows: before.length }])
    for (const { fileId, sha256: hash } of before) assert.equal(sha256(await contentOfFile(place, fileId)).toString('hex'), hash)
    assert.deepEqual(await inPlace(place, (tx) => sealRoots.check(tx, place.regency)), [])
  })

  test('check:invariants follows the seal from its leaves and tells a changed one', async ({ assert }) => {
    const { place } = await mixedRegister()
    await seal(place)
    const check = () => inPlace(place, (tx) => sealRoots.check(tx, place.regency))
    assert.deepEqual(await check(), [])
    await db.connection('owner').transaction(async (trx) => {
      await trx.rawQuery('alter table seal_salts disable trigger user')
      await trx.rawQuery(`update seal_salts set leaf = sha256(leaf) where period_id = ? and key = 'H003'`, [place.periodId])
      await trx.rawQuery('alter table seal_salts enable trigger user')
    })
    assert.lengthOf(await check(), 1)
  })

  test('one byte changed in a record or in a file is a change of root or hash', async ({ assert }) => {
    const { place } = await mixedRegister()
    const { sealRoot } = await seal(place)
    const [result] = await contents(place, 'siksresult')
    const { docs } = readResult(result!.content)
    docs[0]!.values.alamat = `${docs[0]!.values.alamat}.`
    assert.notEqual(await rootOf(place, docs), sealRoot)
    for (const kind of ['siksresult', 'csv', 'xlsx', 'annex', 'hashes', 'annexes'] as const) {
      for (const { file, content } of await contents(place, kind)) {
        assert.equal(sha256(content).toString('hex'), file.sha256, file.name)
        assert.equal(content.length, file.size, file.name)
        content[content.length >> 1]! ^= 1
        assert.notEqual(sha256(content).toString('hex'), file.sha256, file.name)
      }
    }
  })

  test('annexes name every household of their village with the NIK masked, and the list of hashes names every file', async ({
    assert,
  }) => {
    const { place, regency, docs } = await mixedRegister()
    await giveProfile(place.regency)
    await seal(place)
    const annexes = await contents(place, 'annex')
    assert.lengthOf(annexes, 2)
    const texts = await Promise.all(annexes.map(async ({ content }) => (await pageTexts(content)).join(' ')))
    assert.include(texts[0], regency.villages[0]!)
    assert.include(texts[0], 'KEPALA H001')
    assert.notInclude(texts[0], 'KEPALA H002')
    assert.include(texts[1], 'Tidak ditemukan')
    for (const doc of docs) for (const text of texts) assert.notInclude(text, String(doc.groups.members![0]!.nik))
    const [hashes] = await contents(place, 'hashes')
    const listed = (await pageTexts(hashes!.content)).join(' ').replaceAll(' ', '')
    for (const kind of ['siksresult', 'csv', 'xlsx', 'annex'] as const) {
      for (const { file } of await contents(place, kind)) assert.include(listed, file.sha256, file.name)
    }
    const [archive] = await contents(place, 'annexes')
    const entries = await unzip(archive!.content)
    assert.deepEqual([...entries.keys()].sort(), [...annexes.map(({ file }) => file.name), hashes!.file.name].sort())
  })

  test('text that looks like a formula is text in the spreadsheet and guarded in the CSV', async ({ assert }) => {
    const { place } = await mixedRegister()
    await seal(place)
    const csv = await contents(place, 'csv')
    const households = csv.find(({ file }) => file.name.includes('rumah-tangga') && !file.name.includes('anggota'))!
    assert.include(households.content.toString('utf8'), `"'=HYPERLINK(""x"")"`)
    const xlsx = (await contents(place, 'xlsx')).find(
      ({ file }) => file.name.endsWith('-rumah-tangga.xlsx') && !file.name.includes('anggota'),
    )!
    const entries = await unzip(xlsx.content)
    const sheet = entries.get('xl/worksheets/sheet1.xml')!.toString('utf8')
    assert.notInclude(sheet, '<f>')
  })
})
