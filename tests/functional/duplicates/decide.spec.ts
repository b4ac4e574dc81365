import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { candidateAt, listCandidates } from '#verification/duplicates/candidates'
import { findRow } from '#verification/lists/list'
import { problemDifferences, recapDifferences } from '#verification/store/index'
import { household } from '#tests/functional/imports/support'
import { openOffice, textOf, workingOf, type Office } from '#tests/functional/review/support'
import { supervisorOf } from '#tests/support/people'
import { candidates, canonicalOf, decide, search, undo, withMembers } from './support.js'

const OTHERS = {
  0: { nama: 'BAMBANG SUKOCO', tgl_lahir: '1961-02-17', nik: '3201011702619933' },
  1: { nama: 'RATNA DEWI', tgl_lahir: '1966-11-30', nik: '3201017011669934' },
  2: { nama: 'YUSUF HABIBIE', tgl_lahir: '2001-09-09', nik: '3201010909019935' },
}
/** Typed again by another operator: the head under the same NIK, his wife without one and misspelt; the daughter is somebody else. */
const AGAIN = {
  0: { nama: 'UJI KEPALLA', nik: '3201011204789901' },
  1: { nama: 'UJI ISTERI', nik: undefined },
  2: { nama: 'WULAN SARI', tgl_lahir: '2010-06-21', nik: '3201016106109936' },
} as never

function office(): Promise<Office> {
  return openOffice(([village]) => [
    household('K01', village!, 1, { sta_pkh: 2 }),
    withMembers(household('K02', village!, 2, { sta_pkh: 1 }), AGAIN),
    withMembers(household('K03', village!, 3), OTHERS),
  ])
}

const consistent = async (of: Office) =>
  of.act(async (tx) => [...(await recapDifferences(tx, of.place)), ...(await problemDifferences(tx, of.place))])

test.group('Possible duplicates', (group) => {
  group.each.teardown(() => clock.restore())

  test('are paged forth and back without losing or repeating a pair', async ({ assert }) => {
    const of = await openOffice(([village]) => [1, 2, 3, 4].map((n) => household(`K0${n}`, village!, n)))
    await search(of)
    const all = (await candidates(of)).map(candidateAt)
    assert.isAbove(all.length, 2)
    const turn = (direction: 'next' | 'previous', at: string[]) =>
      of.act((tx) => listCandidates(tx, of.place, {}, { size: 1, cursor: { direction, at } }))
    for (const [n, at] of all.entries()) {
      const [next, previous] = [await turn('next', at), await turn('previous', at)]
      assert.deepEqual(next.rows.map(candidateAt), all.slice(n + 1, n + 2))
      assert.deepEqual(previous.rows.map(candidateAt), all.slice(Math.max(0, n - 1), n))
      assert.equal(previous.previous === null, n < 2)
    }
  })

  test('are found with the parts of their score, merged without losing anybody, and put back to the byte', async ({ assert }) => {
    const of = await office()
    await search(of)
    const [pair, ...more] = await candidates(of)
    assert.lengthOf(more, 0)
    assert.deepInclude(pair!, { left: 'K01', right: 'K02', basis: 'nik' })
    const [head, wife] = pair!.matches
    assert.deepInclude(head!, { left: 'K01-1', right: 'K02-1', basis: 'nik', number: 'same', born: 100, near: 100, sex: true })
    assert.deepInclude(wife!, { left: 'K01-2', right: 'K02-2', basis: 'likely', number: 'none', born: 100 })
    assert.isAtLeast(wife!.score, 80)

    const before = [await canonicalOf(of, 'K01'), await canonicalOf(of, 'K02')]
    const merged = await decide(of, { left: 'K01', right: 'K02', verdict: 'twice', kept: 'left', reason: 'Uji', accept: true })
    const sent = { left: 'K01', right: 'K02', verdict: 'twice' } as const
    assert.equal((await decide(of, { ...sent, kept: 'left' })).id, merged.id)
    await assert.rejects(() => decide(of, { ...sent, kept: 'right' }), /sudah diputuskan/)
    const [stays, gone] = [await workingOf(of, 'K01'), await workingOf(of, 'K02')]
    assert.equal(stays!.outcome, 'repaired')
    assert.sameMembers(
      stays!.doc.groups.members!.map(({ key }) => key),
      ['K01-1', 'K01-2', 'K01-3', 'K02-3'],
    )
    assert.deepInclude(stays!.doc.values, { sta_pkh: 1, jumlah_art: 4 })
    assert.deepInclude(gone!, { outcome: 'duplicate' })
    assert.equal(gone!.doc.values.data_idbdt_double_dengan, 'K01')
    assert.equal((await of.act((tx) => findRow(tx, of.place, 'K02')))!.outcome, 'duplicate')
    assert.deepEqual(await consistent(of), [])
    assert.lengthOf(await candidates(of), 0)

    await undo(of, merged.id)
    assert.deepEqual([await canonicalOf(of, 'K01'), await canonicalOf(of, 'K02')], before)
    assert.deepEqual([await workingOf(of, 'K01'), await workingOf(of, 'K02')], [undefined, undefined])
    assert.deepEqual(await consistent(of), [])
    assert.lengthOf(await candidates(of), 1)
    await assert.rejects(() => undo(of, merged.id), /sudah dibatalkan/)
  })

  test('that are decided are never asked about again, and the second of two persons is told', async ({ assert, client }) => {
    const of = await office()
    await search(of)
    const list = await client.get('/bdt/ganda').loginAs(of.supervisor)
    list.assertStatus(200)
    assert.include(textOf(list.text()), 'UJI KEPALA')
    const page = await client.get('/bdt/ganda/pasangan?kiri=K01&kanan=K02').loginAs(of.supervisor)
    page.assertStatus(200)
    assert.include(textOf(page.text()), 'UJI KEPALLA')
    const form = { left: 'K01', right: 'K02', leftVersion: 0, rightVersion: 0, verdict: 'different', reason: 'Ayah dan anak' }
    const post = (user: Office['supervisor'], fields: object, redirects = 1) =>
      client
        .post('/bdt/ganda/putuskan')
        .form({ ...form, ...fields })
        .loginAs(user)
        .withCsrfToken()
        .redirects(redirects)
    ;(await post(of.supervisor, {})).assertStatus(200)
    ;(await post(of.supervisor, {})).assertStatus(200)
    for (const [following, led] of [
      ['/bdt/ganda/pasangan?kiri=K03&kanan=K04', '/bdt/ganda/pasangan?kiri=K03&kanan=K04'],
      ['/\\evil.example', '/bdt/ganda'],
      ['/..//evil.example', '/bdt/ganda'],
    ])
      (await post(of.supervisor, { following }, 0)).assertHeader('location', led!)
    const colleague = await supervisorOf(of.regency.code)
    const second = await post(colleague, { verdict: 'twice', kept: 'left' })
    assert.include(textOf(second.text()), 'Pasangan ini sudah diputuskan')
    assert.include(second.text(), '<p class="long-text">Ayah dan anak</p>', 'what he wrote comes back to him')
    await search(of, true)
    assert.lengthOf(await candidates(of), 0)
    assert.isUndefined(await workingOf(of, 'K01'))
    const decided = await client.get('/bdt/ganda?dasar=diputuskan').loginAs(of.supervisor)
    assert.include(textOf(decided.text()), 'Ayah dan anak')
    ;(await client.get('/bdt/ganda/pasangan?kiri=K01&kanan=K02').loginAs(of.supervisor)).assertStatus(200)
    ;(await client.get('/bdt/ganda/pasangan?kiri=K01&kanan=K03').loginAs(of.supervisor)).assertStatus(404)
    ;(await client.get('/bdt/ganda?dasar=wilayah-lain').loginAs(of.supervisor)).assertStatus(200)
  })

  test('that are one person leave the record they do not belong to', async ({ assert }) => {
    const of = await office()
    await search(of)
    const { id } = await decide(of, { left: 'K02', right: 'K01', verdict: 'same', kept: 'right', persons: ['K01-2|K02-2'] })
    const gone = (await workingOf(of, 'K02'))!.doc.groups.members!.find(({ key }) => key === 'K02-2')
    assert.equal(gone!.sta_keberadaan_art, 5)
    assert.equal((await workingOf(of, 'K02'))!.state, 'received')
    assert.deepEqual(
      (await candidates(of)).map(({ matches }) => matches.length),
      [1],
    )
    await undo(of, id)
    assert.deepEqual(
      (await candidates(of)).map(({ matches }) => matches.length),
      [2],
    )
    assert.isUndefined(await workingOf(of, 'K02'))
    assert.deepEqual(await consistent(of), [])
  })
})
