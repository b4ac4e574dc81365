import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { query } from '#services/scope'
import { canonicalJson } from '#verification/canonical'
import { finalisationOf } from '#verification/finalise/index'
import { holdsUnder, readProof, type SealProof } from '#verification/seal_proof'
import { tableNames, type Place } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { household, inPlace, temporaryFolder, testRegister, toUploadedLetter, update, write } from './support.js'

/** The root of the seal and the letter's code, once results are given out. */
async function toTheResults(place: Place) {
  const { code } = await toUploadedLetter(place)
  const { sealRoot } = await inPlace(place, (tx) => finalisationOf(tx, place))
  return { root: sealRoot!, code }
}

const pathOf = (key: string) => `/bdt/ruta/${key}/bukti-segel.json`

test.group('Proof of one record of a sealed result', () => {
  test('holds for the edition, for an accepted change and for a proposal, each under the seal of the letter and under no other', async ({
    assert,
    client,
  }) => {
    const { place, docs, regency } = await testRegister(9)
    const changed = { ...docs[2]!, values: { ...docs[2]!.values, alamat: 'JL BARU 7' } }
    const added = household(regency.villages[2]!, 'N091')
    await write(place, [update(changed), update(added, { kind: 'new', outcome: 'new' })])
    const user = await supervisorOf(place.regency)
    const early = await client.get(pathOf('H001')).loginAs(user)
    assert.equal(early.status(), 409)
    assert.include(early.text(), 'setelah surat bertanda tangan diunggah')

    const { root, code } = await toTheResults(place)
    for (const doc of [docs[0]!, changed, added]) {
      const answer = await client.get(pathOf(doc.key)).loginAs(user)
      answer.assertStatus(200)
      assert.include(answer.header('content-disposition'), `attachment; filename="bukti-segel-${code}.json"`)
      const proof = readProof(answer.text())!
      assert.equal(proof.record, canonicalJson(doc))
      assert.deepEqual(proof.about, { module: 'bdt', period: 'Periode Uji', regency: place.regency, letter: code })
      assert.equal(proof.in_regency.size, 3)
      assert.isTrue(holdsUnder(proof, root), doc.key)
      assert.isFalse(holdsUnder({ ...proof, record: proof.record.replace('JL', 'GG') }, root))
      assert.isFalse(
        holdsUnder(
          proof,
          root.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
        ),
      )
    }
    const reads = await inPlace(place, (tx) =>
      query<{ action: string; id: string }>(tx, `select action, object_id as id from reads where user_id = ? order by at`, [
        user.id,
      ]),
    )
    assert.deepEqual(
      reads.map(({ action, id }) => [action, id]),
      ['H001', 'H003', 'N091'].map((key) => ['download', key]),
    )
  })

  test('is not given for what left the list, for what does not exist, and to no other regency; nothing is logged then', async ({
    assert,
    client,
  }) => {
    const { place, docs } = await testRegister(4)
    await write(place, [update(docs[1]!, { outcome: 'not_found' })])
    await toTheResults(place)
    const user = await supervisorOf(place.regency)
    const page = await client.get('/bdt/ruta/H001/kenapa').loginAs(user)
    assert.include(page.text(), 'Unduh bukti segel')
    const gone = await client.get('/bdt/ruta/H002/kenapa').loginAs(user)
    gone.assertStatus(200)
    assert.notInclude(gone.text(), 'Unduh bukti segel')
    const outside = await client.get(pathOf('H002')).loginAs(user)
    outside.assertStatus(409)
    assert.include(outside.text(), 'tidak termasuk dalam hasil yang disegel')
    const unknown = await client.get(pathOf('TIDAK-ADA')).loginAs(user)
    unknown.assertStatus(404)
    const stranger = await supervisorOf((await testRegister(1)).place.regency)
    assert.equal((await client.get(pathOf('H002')).loginAs(stranger)).status(), 404)
    const reads = await inPlace(place, (tx) =>
      query(tx, `select 1 from reads where action = 'download' and regency_code = ?`, [place.regency]),
    )
    assert.lengthOf(reads, 0)
  })

  test('is refused with where to look when what is kept is no longer what was sealed, and runs by command', async ({
    assert,
  }) => {
    const { place } = await testRegister(4)
    const { root, code } = await toTheResults(place)
    const { login } = await supervisorOf(place.regency)
    await temporaryFolder(async (folder) => {
      const out = join(folder, 'bukti.json')
      const by = ['--regency', place.regency, '--as', login, '--json']
      const { json } = await aceHere<Record<string, string>>('results:proof', 'bdt', 'H003', '--out', out, ...by)
      assert.include(json, { period: 'Periode Uji', letter: code, seal_root: root, path: out })
      assert.isTrue(holdsUnder(JSON.parse(readFileSync(out, 'utf8')) as SealProof, root))
      const { base } = tableNames(place.module.instrument)
      await db.connection('owner').transaction(async (trx) => {
        await trx.rawQuery(`alter table ${base} disable trigger user`)
        await trx.from(base).where({ regency_code: place.regency, key: 'H003' }).update({ alamat: 'JL LAIN' })
        await trx.rawQuery(`alter table ${base} enable trigger user`)
      })
      const changed = await aceHere<{ error: { code: string; message: string } }>(
        'results:proof',
        'bdt',
        'H003',
        '--out',
        out,
        ...by,
      )
      assert.equal(changed.json.error.code, 'E_PROOF_CHANGED')
      assert.include(changed.json.error.message, 'Unduh Hasil')
    })
  })
})
