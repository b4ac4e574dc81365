import { test } from '@japa/runner'
import { runAndWait } from '#services/jobs/run_and_wait'
import { requestApply } from '#services/loads/acts'
import { findLoad } from '#services/loads/loads'
import { requestTakeBack } from '#services/loads/take_back'
import { query } from '#services/scope'
import { atDesk, bring, csv, kindNamed, run } from '#tests/functional/editions/desk_support'
import { inScope, regencyForTest } from '#tests/support/places'

const OPTIONS = { code_system: 'kemendagri' }
const REASON = 'Berkas tahap lain'

const quota = async (code: string, places: number) => {
  const load = await bring('bsp.quota', { 'kuota.csv': csv(['kode_kab', 'kuota'], [code, places]) })
  return run(load, OPTIONS)
}
const stateOf = async (id: string) => (await atDesk((tx) => findLoad(tx, id))).state
const quotaOf = async (code: string) =>
  (await inScope(code, (tx) => query<{ quota: number }>(tx, 'select quota from bsp_quotas where regency_code = ?', [code])))[0]
    ?.quota

test.group('Loads of one list at the same moment', () => {
  test('come one after the other: the last one stands, and taken back in turn each puts back what was before it', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    const checked = [await quota(code, 10), await quota(code, 20), await quota(code, 30)]
    const jobs = await Promise.all(checked.map(({ id }) => atDesk((tx) => requestApply(tx, id))))
    await Promise.all(jobs.map((job) => runAndWait(job)))
    const changes = await inScope(code, (tx) =>
      query<{ load: string; quota: number; before: number | null }>(
        tx,
        `select load_id as load, quota, before_quota as before from bsp_quota_changes where regency_code = ?`,
        [code],
      ),
    )
    assert.lengthOf(changes, 3)
    const follow = (before: number | null): typeof changes => {
      const next = changes.find((change) => change.before === before)
      return next ? [next, ...follow(next.quota)] : []
    }
    const order = follow(null)
    assert.lengthOf(order, 3, 'each load knows the one before it')
    assert.equal(await quotaOf(code), order.at(-1)!.quota)
    const kind = kindNamed('bsp.quota')
    const last = order.at(-1)!
    const asked = await Promise.allSettled([1, 2].map(() => atDesk((tx) => requestTakeBack(tx, kind, last.load, REASON))))
    assert.sameMembers(
      asked.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    )
    for (const answer of asked) if (answer.status === 'fulfilled') await runAndWait(answer.value)
    assert.equal(await stateOf(last.load), 'taken_back')
    assert.equal(await quotaOf(code), last.before)
    const [first, second] = order
    await assert.rejects(() => atDesk((tx) => requestTakeBack(tx, kind, first!.load, REASON)), /lebih baru/)
    await runAndWait(await atDesk((tx) => requestTakeBack(tx, kind, second!.load, REASON)))
    assert.equal(await quotaOf(code), first!.quota)
  })
})
