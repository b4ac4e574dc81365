import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { message } from '#verification/message'
import { readWorking } from '#verification/store/index'
import { applyFile, household, importPaths, inDesk, NOON, openDesk, recordsOf, writeExport } from './support.js'

test.group('A NIK of two members of one household', (group) => {
  group.each.setup(() => clock.freeze(NOON))
  group.each.teardown(() => clock.restore())

  test('is told as one of this household, not as one of another that has its key', async ({ assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const doc = household('H1', desk.village, 1)
    doc.groups.members![1]!.nik = doc.groups.members![0]!.nik
    const [file] = await importPaths(desk, await writeExport(desk, { records: [{ doc }] }))
    const { module } = desk.place
    const rule = module.rules.find(({ code }) => code === module.setRules!.duplicateNik)!
    const told = (problems: readonly { rule: string; params?: Record<string, string | number> }[]) =>
      problems.filter(({ rule: code }) => code === rule.code).map(({ params }) => params?.case)
    const [preview] = await recordsOf(desk, file!)
    assert.deepEqual(told(preview!.setProblems), ['within', 'within'])
    await applyFile(desk, file!)
    const working = (await inDesk(desk, (tx) => readWorking(tx, desk.place, ['H1']))).get('H1')!
    assert.deepEqual(told(working.setProblems), ['within', 'within'])
    const problem = working.setProblems.find(({ rule: code }) => code === rule.code)!
    const sentence = message(rule, problem, 'id')
    assert.match(sentence, /dipakai dua ART di rumah tangga ini\. Salin NIK masing-masing dari KTP atau KK\.$/)
  })
})
