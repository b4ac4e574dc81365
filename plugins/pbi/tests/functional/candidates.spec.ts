import { test } from '@japa/runner'
import { query, records, Refused } from '#core/plugin'
import { inScope, openRegister, supervisorOf } from '#core/testing'
import { candidatesFor } from '../../services/candidates.js'
import { tieFacts } from '../../services/explain.js'
import { takePerson, unpair } from '../../services/pairing.js'
import { pairByKey } from '../../services/pairs.js'
import { standing } from '../../services/standing.js'
import { household } from './households.js'
import { accept, acting, bring, decideOutcome, proposal, testList } from './support.js'

const TODAY = '2026-11-25'

/** Two participants who are replaced, and three households in the register of the first village: one rich, one on the list, one poor. */
async function vacancies() {
  const list = await testList({ quota: 5 })
  const [a, b] = list.regency.villages as [string, string]
  const houses = [
    household(a, 'HA1', { percentile: 30 }),
    household(a, 'HA2', { percentile: 2 }),
    household(a, 'HA3', { percentile: 5, sta_pkh: 1 }),
    household(b, 'HB1', { percentile: 1 }),
  ]
  const [listed] = houses[1]!.groups.members!
  listed!.nik = list.docs.get('A003')!.groups.persons![0]!.nik!
  const bdt = await openRegister(list.regency.code, houses, 'bdt')
  for (const key of ['A001', 'A002']) await decideOutcome(list, key, 'replaced', { alasan_keluar: 3 })
  return { ...list, bdt, a, b }
}

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof Refused ? error.code : String(error)
  }
}

test.group('Substitutes from the register', () => {
  test('persons of the village come first, poorest first, never who is on the list, each with his reasons', async ({
    assert,
  }) => {
    const list = await vacancies()
    const found = () => inScope(list.regency.code, (tx) => candidatesFor(tx, list.place, list.a, TODAY))
    const first = await found()
    assert.deepEqual(
      first.map(({ person, family, reach }) => [person.name, family.percentile, reach]),
      [
        ['ANAK HA2', 2, 'village'],
        ['IBU HA3', 5, 'village'],
        ['ANAK HA3', 5, 'village'],
        ['IBU HA1', 30, 'village'],
        ['ANAK HA1', 30, 'village'],
      ],
    )
    assert.deepEqual(first[0]!.reasons, [
      { key: 'percentile', values: { percentile: 2 } },
      { key: 'village', values: {} },
      { key: 'covered', values: { covered: 1, count: 2 } },
    ])
    assert.include(
      first[1]!.reasons.map(({ key }) => key),
      'pkh',
    )
    await bring(
      list,
      'new',
      first.map(({ person }, index) => {
        const doc = proposal(list.a, `N${index}`, { alasan_masuk: 7 })
        return { ...doc, groups: { persons: [{ ...doc.groups.persons![0]!, nik: person.nik! }] } }
      }),
    )
    assert.deepEqual(
      (await found()).map(({ person, reach }) => [person.name, reach]),
      [
        ['IBU HB1', 'district'],
        ['ANAK HB1', 'district'],
      ],
    )
  })

  test('one who is chosen is tied to the participant, is shown with who chose him, and is accepted in his place', async ({
    client,
    assert,
  }) => {
    const list = await vacancies()
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/pbi/penggantian/A001').loginAs(user)
    page.assertStatus(200)
    for (const told of ['ANAK HA2', 'Persentil 2', '1 dari 2 anggota keluarganya sudah pada daftar PBI', 'Keluarga penerima PKH'])
      page.assertTextIncludes(told)
    const take = (key: string) =>
      client
        .post(`/pbi/penggantian/${key}/pilih`)
        .header('referer', `/pbi/penggantian/${key}`)
        .form({ family: 'HA2F1', person: 'HA202' })
        .loginAs(user)
        .withCsrfToken()
    ;(await take('A001')).assertTextIncludes('Pengganti dipasangkan')
    ;(await take('A001')).assertTextIncludes(`sudah dipasangkan oleh ${user.name}`)
    ;(await take('A002')).assertTextIncludes('sudah tercatat pada daftar peserta PBI')
    const pair = await inScope(list.regency.code, (tx) => pairByKey(tx, list.place, 'A001'))
    assert.deepInclude(pair?.substitute, { name: 'ANAK HA2', state: 'received', tiedBy: user.name, percentile: 2 })
    const { key } = pair!.substitute!
    const facts = await inScope(list.regency.code, (tx) => tieFacts(tx, list.place, key))
    assert.deepEqual(
      facts.map(({ value }) => value.id),
      ['PESERTA A001, A001', user.name, 'persentil 2'],
    )
    ;(await client.get('/pbi/penggantian?tampil=paired').loginAs(user)).assertTextIncludes(`Dipasangkan ${user.name}`)
    assert.equal(await accept(list, key), 1)
    const history = await client.get('/pbi/riwayat').loginAs(user)
    history.assertTextIncludes('Pengganti peserta A001 dipasangkan')
  })

  test('a pair taken apart, turned down or named by a file leaves its trace in the ties', async ({ assert }) => {
    const list = await vacancies()
    const ties = () =>
      inScope(list.regency.code, (tx) =>
        query<{ participant: string; open: boolean; reason: string | null }>(
          tx,
          `select participant, released_at is null as open, release_reason as reason from pbi_ties where period_id = ? order by tied_at, id`,
          [list.place.periodId],
        ),
      )
    const key = await acting(list, (tx, place) => takePerson(tx, place, 'A001', { family: 'HA1F1', person: 'HA101' }))
    await acting(list, (tx, place) => unpair(tx, place, 'A001', 'Salah memilih orang'))
    assert.deepEqual(await ties(), [{ participant: 'A001', open: false, reason: 'Salah memilih orang' }])
    await acting(list, (tx, place) => records.decide(tx, place, [key], { take: 'withdraw', reason: 'Tidak jadi diusulkan' }))
    await bring(list, 'substitute', [proposal(list.a, 'S1', { peserta_diganti: 'A002' })])
    assert.deepEqual((await ties()).map(({ participant, open }) => [participant, open]).at(-1), ['A002', true])
    await acting(list, (tx, place) => records.decide(tx, place, ['S1'], { take: 'reject', reason: 'Bukan warga desa' }))
    assert.deepEqual(
      (await ties()).map(({ open }) => open),
      [false, false],
    )
  })

  test('a proposal of the village is paired before the register is asked; who died or is unknown is refused', async ({
    client,
    assert,
  }) => {
    const list = await vacancies()
    const take = (family: string, person: string) =>
      codeOf(acting(list, (tx, place) => takePerson(tx, place, 'A001', { family, person })))
    assert.equal(await take('ZZF1', 'ZZ01'), 'E_PBI_NOT_IN_BDT')
    assert.equal(await take('HA1F1', 'HA201'), 'E_PBI_PERSON_GONE')
    assert.equal(await take('HA2F1', 'HA201'), 'E_PBI_LISTED')
    await bring(list, 'substitute', [proposal(list.a, 'S1', {})])
    const page = await client.get('/pbi/penggantian/A001').loginAs(await supervisorOf(list.regency.code))
    page.assertTextIncludes('1 usulan pengganti dari desa ini menunggu')
    assert.notInclude(page.text(), 'ANAK HA2')
  })

  test('one who died in the register after he was accepted stands against finalising, is told, and does so no longer once withdrawn', async ({
    assert,
  }) => {
    const list = await vacancies()
    const key = await acting(list, (tx, place) => takePerson(tx, place, 'A001', { family: 'HA1F1', person: 'HA101' }))
    await accept(list, key)
    const told = () =>
      inScope(list.regency.code, async (tx) =>
        (await standing(tx, list.place, 50)).list.map(({ record, message }) => [record!.key, message.key]),
      )
    const other = ['A002', 'pbi.standing.replaced']
    assert.deepEqual(await told(), [other])
    await inScope(list.regency.code, async (tx) => {
      const doc = structuredClone((await records.base(tx, list.bdt, ['HA1'])).get('HA1')!)
      doc.groups.members!.find(({ key: of }) => of === 'HA101')!.sta_keberadaan_art = 2
      await records.write(tx, list.bdt, { type: 'edit', id: 'uji' }, [
        { key: 'HA1', version: 0, kind: 'repair', outcome: 'repaired', state: 'accepted', doc },
      ])
    })
    assert.deepEqual(await told(), [other, [key, 'pbi.standing.gone']])
    const news = await inScope(list.regency.code, (tx) =>
      query(
        tx,
        `select record_key as record, kind from module_news where regency_code = ? and module = 'pbi' and state = 'open'`,
        [list.regency.code],
      ),
    )
    assert.deepEqual(news, [{ record: key, kind: 'proposed_died' }])
    await acting(list, (tx, place) => records.decide(tx, place, [key], { take: 'withdraw', reason: 'Meninggal menurut BDT' }))
    assert.deepEqual(await told(), [['A001', 'pbi.standing.replaced'], other])
  })
})
