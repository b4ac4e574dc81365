import { test } from '@japa/runner'
import type { DemoStage } from '#core/plugin'
import { inScope } from '#core/testing'
import story from '../../demo/story.js'
import { quotaSheet } from '../../services/quota.js'
import { balances } from '../../services/sheet.js'
import { vacancyCounts } from '../../services/vacancies.js'
import { testList } from './support.js'

test.group('The food aid in the demonstration', () => {
  test('leaves a list in the middle of its work: a quota with room, vacancies that wait, substitutes to be accepted', async ({
    assert,
  }) => {
    const list = await testList({ kpm: [12, 4], households: [9, 3], quota: null })
    const { code, name } = list.regency
    const work: DemoStage['asSupervisor'] = (regency, _days, act) => inScope(regency, act)
    const stage: DemoStage = {
      ...{ today: '2026-11-25', regencies: [{ code, name }], profile: async () => undefined },
      ...{ asSupervisor: work, asReviewer: (_days, act) => inScope(code, act) },
    }
    await story.later?.(stage)
    const { sheet, vacancies } = await inScope(code, async (tx) => ({
      sheet: await quotaSheet(tx, list.place),
      vacancies: await vacancyCounts(tx, list.place),
    }))
    assert.deepEqual(vacancies, { all: 8, open: 3, held: 0 })
    assert.deepEqual([sheet.quota.limit, sheet.quota.used, sheet.quota.free], [20, 11, 9])
    assert.isTrue(balances(sheet))
  })
})
