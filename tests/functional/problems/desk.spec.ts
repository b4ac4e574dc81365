import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { blockers } from '#verification/finalise/blockers'
import { judge } from '#verification/review/judge'
import { waive } from '#verification/review/waive'
import { GROUPINGS, readProblemFilters, type ProblemFilters } from '#verification/problems/filters'
import { countClasses, groupProblems, listProblems, type ProblemAt, type ProblemRow } from '#verification/problems/list'
import { PROBLEM_CLASSES, problemDifferences } from '#verification/store/index'
import type { RecordDoc } from '#verification/instrument'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, textOf, workingOf, write, type Office } from '#tests/functional/review/support'
import { search, withMembers } from '#tests/functional/duplicates/support'

const TODAY = '2026-11-25'

/** Two households with faults of their own in the first village, one in the second; the fourth is in order. */
async function officeWithProblems(): Promise<Office> {
  const office = await openOffice(([one, two]) =>
    ['K01', 'K02', 'K03', 'K04'].map((key, at) => household(key, at === 2 ? two! : one!, at + 1)),
  )
  const faulty = (key: string, n: number, village: string): RecordDoc =>
    withMembers(household(key, village, n), {
      0: { nik: '3201011204' },
      1: { jns_kel: undefined as never, ...(n === 2 ? { nik: '3201011205' } : {}) },
    })
  const [one, two] = office.regency.villages
  const docs = [faulty('K01', 1, one!), faulty('K02', 2, one!), faulty('K03', 3, two!)]
  const base = (key: string, n: number, village: string) => household(key, village, n)
  await write(
    office,
    ...docs.map((doc, at) =>
      received(doc, {
        problems: judge(
          office.place.module,
          { doc, outcome: 'repaired', kind: 'repair', base: base(doc.key, at + 1, doc.values.village_code as string) },
          TODAY,
        ),
      }),
    ),
  )
  return office
}

test.group('The problem desk', (group) => {
  group.each.teardown(() => clock.restore())

  test('counts what its lists hold, by class, rule, village, operator and file, also after a waiver', async ({ assert }) => {
    const office = await officeWithProblems()
    const { place } = office
    const lengthOf = async (filters: ProblemFilters) =>
      (await office.act((tx) => listProblems(tx, place, filters, { size: 1000 }, 'id'))).length
    const agree = async () => {
      const counts = await office.act((tx) => countClasses(tx, place, { class: 'block' }))
      for (const name of PROBLEM_CLASSES) {
        assert.equal(counts[name], await lengthOf({ class: name }))
        for (const [parameter, by] of Object.entries(GROUPINGS)) {
          const groups = await office.act((tx) => groupProblems(tx, place, { class: name }, by, 'id'))
          assert.equal(
            groups.reduce((sum, { problems }) => sum + problems, 0),
            counts[name],
          )
          for (const { id, problems } of groups) {
            const filters = readProblemFilters(place.module, { kelas: 'penghalang', [parameter]: id })
            if (id !== '') assert.equal(await lengthOf({ ...filters, class: name }), problems)
          }
        }
      }
      assert.deepEqual(await office.act((tx) => problemDifferences(tx, place)), [])
      const standing = await office.act((tx) => blockers(tx, place))
      assert.equal(standing.counts.rule, counts.block, 'what stands against finalising is what the desk counts')
      assert.lengthOf(standing.problems, counts.block)
      return counts
    }
    const before = await agree()
    assert.isAbove(before.block, 2)
    const whole = await office.act((tx) => listProblems(tx, place, { class: 'block' }, { size: 1000 }, 'id'))
    const at = ({ village, key, rule }: ProblemRow): ProblemAt => [village, key, rule]
    for (const [n, row] of whole.entries()) {
      const back = await office.act((tx) => listProblems(tx, place, { class: 'block' }, { size: 1000, before: at(row) }, 'id'))
      assert.deepEqual(back.reverse().map(at), whole.slice(0, n).map(at))
    }
    const rules = await office.act((tx) => waive(tx, place, 'K01', { reason: 'Uji' })).catch(() => [])
    const after = await agree()
    assert.equal(after.waived, rules.length)
    assert.equal(after.block + after.waived, before.block)
  })

  test('tells of a rule that blocks at one person and warns at another what belongs to the list', async ({ assert }) => {
    const office = await openOffice(([one]) => [household('K01', one!, 1)])
    const base = household('K01', office.regency.villages[0]!, 1)
    const doc = withMembers(base, { 0: { nik: undefined as never }, 1: { nik: '3201011204' } })
    const problems = judge(office.place.module, { doc, outcome: 'repaired', kind: 'repair', base }, TODAY)
    await write(office, received(doc, { problems }))
    for (const name of ['block', 'warn'] as const) {
      const rows = await office.act((tx) => listProblems(tx, office.place, { class: name, rule: 'BDT-R01' }, { size: 10 }, 'id'))
      const told = rows.flatMap((row) => row.problems.map(({ severity }) => severity))
      assert.deepEqual(told, [name])
      assert.equal(rows[0]!.sentences.length, rows[0]!.places)
    }
  })

  test('and the possible duplicates are tasks of Beranda, each with the count of its list', async ({ assert, client }) => {
    const office = await officeWithProblems()
    await search(office)
    const see = async (path: string) => (await client.get(path).loginAs(office.supervisor)).text()
    const home = await see('/beranda')
    const tasks = [...home.matchAll(/<a href="(\/bdt\/(?:masalah|ganda)\?[^"]*)"><strong>([\d.]+)<\/strong>/g)]
    assert.includeMembers(
      tasks.map(([, href]) => href),
      ['/bdt/masalah?kelas=penghalang', '/bdt/ganda?dasar=likely'],
    )
    for (const [, href, count] of tasks) assert.equal(/class="page-total">([\d.]+)/.exec(await see(href!))?.[1], count, href)
  })

  test('is worked through one by one, corrected in place, and printed for a village', async ({ assert, client }) => {
    const office = await officeWithProblems()
    const user = office.supervisor
    const [village] = office.regency.villages
    const page = await client.get('/bdt/masalah').loginAs(user)
    page.assertStatus(200)
    assert.include(textOf(page.text()), 'Meja Masalah')
    const [first] = await office.act((tx) => listProblems(tx, office.place, { class: 'block' }, { size: 1 }, 'id'))
    const work = await client.get('/bdt/masalah/kerja?kelas=penghalang').loginAs(user)
    work.assertStatus(200)
    const input = /name="(q:[^"]*:nik)"/.exec(work.text())?.[1]
    assert.isString(input)
    const at = encodeURIComponent(JSON.stringify([first!.village, first!.key, first!.rule]))
    const save = (fields: Record<string, unknown>) =>
      client.post(`/bdt/masalah/kerja?kelas=penghalang&di=${at}`).form(fields).loginAs(user).withCsrfToken().redirects(0)
    ;(await save({ version: 0, [input!]: '3201011204789977' })).assertStatus(409)
    const saved = await save({ version: 1, [input!]: '3201011204789901' })
    saved.assertStatus(302)
    assert.include(saved.header('location'), 'sesudah')
    const member = (await workingOf(office, first!.key))!.doc.groups.members![0]!
    assert.equal(member.nik, '3201011204789901')
    assert.deepEqual(await office.act((tx) => problemDifferences(tx, office.place)), [])
    const book = await client.get(`/bdt/masalah/unduh.xlsx?desa=${village}`).loginAs(user)
    book.assertStatus(200)
    const paper = await client.get(`/bdt/masalah/cetak.pdf?desa=${village}`).loginAs(user)
    paper.assertStatus(200)
    assert.include(paper.header('content-type'), 'application/pdf')
    ;(await client.get('/bdt/masalah/cetak.pdf').loginAs(user)).assertStatus(404)
  })
})
