import { test } from '@japa/runner'
import { query } from '#services/scope'
import {
  acceptLetter,
  finalisationOf,
  generateLetter,
  readScan,
  returnFinalisation,
  stepsOf,
  uploadScan,
} from '#verification/finalise/index'
import type { Place } from '#verification/store/index'
import { waive } from '#verification/review/waive'
import { supervisorOf } from '#tests/support/people'
import { actorOf, contentOfFile, giveProfile, inPlace, periodOf, seal, testRegister, update, write } from './support.js'

async function issued(): Promise<{ place: Place; content: Buffer }> {
  const { place } = await testRegister(2)
  await giveProfile(place.regency)
  await seal(place)
  const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
  return { place, content: await contentOfFile(place, letter.fileId) }
}

const outcomes = async (acts: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(acts)).map((act) => (act.status === 'fulfilled' ? 'done' : String(act.reason.code))).sort()

const stepNames = async (place: Place) => (await inPlace(place, (tx) => stepsOf(tx, place))).map(({ step }) => step)

test.group('Acts of the cycle that are sent twice at once', () => {
  test('one scan of two tabs is one upload, one judgement is one acceptance, and the second is told', async ({ assert }) => {
    const { place, content } = await issued()
    const scan = await readScan(content)
    const period = await periodOf(place)
    const upload = () => inPlace(place, (tx) => uploadScan(tx, period, { content, scan }, false))
    const [first, second] = await Promise.all([upload(), upload()])
    assert.equal(first.scanFileId, second.scanFileId)
    const scans = await inPlace(place, (tx) =>
      query(tx, `select 1 from files where regency_code = ? and kind = 'scan'`, [place.regency]),
    )
    assert.lengthOf(scans, 1)
    const accept = () => inPlace(place, async (tx) => acceptLetter(tx, period))
    assert.deepEqual(await outcomes([accept(), accept()]), ['E_FINALISE_STATE', 'done'])
    await assert.rejects(accept, /sudah diterima/)
    assert.deepEqual(await stepNames(place), ['finalising', 'finalised', 'letter_generated', 'letter_uploaded', 'accepted'])
  })

  test('one return voids one letter once, and the second is told that nothing is finalised', async ({ assert }) => {
    const { place } = await issued()
    const period = await periodOf(place)
    const giveBack = () => inPlace(place, (tx) => returnFinalisation(tx, period, 'Keliru'))
    assert.deepEqual(await outcomes([giveBack(), giveBack()]), ['E_FINALISE_STATE', 'done'])
    assert.deepEqual((await stepNames(place)).filter((step) => step === 'returned').length, 1)
    assert.equal((await inPlace(place, (tx) => finalisationOf(tx, place))).state, 'open')
  })

  test('one waiver sent twice is one waiver, with the reason of the last', async ({ assert }) => {
    const { place, docs } = await testRegister(2)
    const rule = place.module.rules.find(({ waivable, severity, setBased }) => waivable && severity === 'block' && !setBased)!
    const problem = { rule: rule.code, severity: 'block' as const, fields: [{ field: 'alamat' }], params: {} }
    await write(place, [update(docs[0]!, { state: 'received', problems: [problem] })])
    const actor = actorOf(await supervisorOf(place.regency))
    const give = (reason: string) => inPlace(place, (tx) => waive(tx, place, 'H001', { reason }), actor)
    await Promise.all([give('Sudah dicek'), give('Sudah dicek')])
    await give('Sudah dicek di lapangan')
    const kept = await inPlace(place, (tx) =>
      query<{ rule: string; reason: string }>(tx, 'select rule, reason from waivers where period_id = ?', [place.periodId]),
    )
    assert.deepEqual(kept, [{ rule: rule.code, reason: 'Sudah dicek di lapangan' }])
  })
})
