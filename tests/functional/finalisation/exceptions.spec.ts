import { test } from '@japa/runner'
import type { Problem } from '#verification/rules'
import { waivedSection } from '#verification/finalise/annex_rows'
import { decideUpdates } from '#verification/review/decide'
import { waive } from '#verification/review/waive'
import { ministryStaff } from '#tests/support/people'
import { actorOf, inPlace, seal, testRegister, update, write } from './support.js'

test.group('Exceptions of a finalisation', () => {
  test('the letter counts exactly the problems that the annexes list, two of one rule on one record too', async ({ assert }) => {
    const { place, docs, regency } = await testRegister(6)
    const [one, other] = place.module.rules.filter((rule) => rule.waivable && rule.severity === 'block' && !rule.setBased)
    const found = (code: string, field: string): Problem => ({ rule: code, severity: 'block', fields: [{ field }], params: {} })
    await write(place, [
      update(docs[0]!, { state: 'received', problems: [found(one!.code, 'alamat'), found(one!.code, 'lantai')] }),
      update(docs[1]!, { state: 'received', problems: [found(one!.code, 'alamat'), found((other ?? one)!.code, 'lantai')] }),
      update(docs[2]!, { state: 'received', problems: [found(one!.code, 'alamat')] }),
    ])
    const person = actorOf(await ministryStaff())
    for (const key of ['H001', 'H002', 'H003']) {
      await inPlace(place, (tx) => waive(tx, place, key, { reason: 'Dokumen sedang diurus' }), person)
    }
    await inPlace(place, (tx) => decideUpdates(tx, place, ['H001', 'H002'], { take: 'accept' }), person)
    const { totals } = await seal(place)
    const sections = await Promise.all(
      regency.villages.map((village) => inPlace(place, (tx) => waivedSection(tx, place, village))),
    )
    const listed = sections.reduce((sum, section) => sum + (section?.rows.length ?? 0), 0)
    assert.equal(listed, 4)
    assert.equal(
      totals!.waivers.reduce((sum, { count }) => sum + count, 0),
      listed,
    )
  })
})
