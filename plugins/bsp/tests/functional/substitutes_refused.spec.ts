import { test } from '@japa/runner'
import { query, records } from '#core/plugin'
import { aceHere, inScope, supervisorOf } from '#core/testing'
import { balances } from '../../services/sheet.js'
import { takeFamily, tieProposal } from '../../services/substitutes.js'
import { accept, acting, blockersOf, codeOf, decideOutcome, kpm, sheetOf, testList } from './support.js'

test.group('Substitutes that cannot come in, or not yet', () => {
  test('a substitute who died or got PKH meanwhile is refused, and blocks finalising once accepted', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'well_off')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    await accept(list, key)
    await inScope(list.regency.code, async (tx) => {
      const base = (await records.base(tx, list.bdt, ['HA001'])).get('HA001')!
      const dead = {
        ...base,
        groups: { ...base.groups, members: base.groups.members!.map((member) => ({ ...member, sta_keberadaan_art: 2 })) },
      }
      await records.write(tx, list.bdt, { type: 'edit', id: 'uji' }, [
        { key: 'HA001', version: 0, kind: 'repair', outcome: 'deceased', state: 'received', doc: dead },
      ])
    })
    const { list: blockers } = await blockersOf(list)
    assert.lengthOf(blockers, 1)
    assert.equal(blockers[0]!.message.key, 'bsp.standing.gone')
    assert.equal(blockers[0]!.href, `/bsp/kpm/${blockers[0]!.record!.key}`, 'where the substitute is withdrawn')
    await decideOutcome(list, 'A002', 'well_off')
    assert.equal(await codeOf(acting(list, (tx, place) => takeFamily(tx, place, 'A002', 'HA001F1'))), 'E_BSP_FAMILY_GONE')
  })

  test('a substitute whose card holder died blocks finalising until another holds the card; one whose member got PKH until it is withdrawn', async ({
    assert,
  }) => {
    const list = await testList()
    const keys: string[] = []
    for (const n of [1, 2]) {
      await decideOutcome(list, `A00${n}`, 'well_off')
      keys.push((await acting(list, (tx, place) => takeFamily(tx, place, `A00${n}`, `HA00${n}F1`))).key)
    }
    await accept(list, ...keys)
    const change = (key: string, member: string, values: Record<string, number>) =>
      inScope(list.regency.code, async (tx) => {
        const doc = structuredClone((await records.base(tx, list.bdt, [key])).get(key)!)
        Object.assign(
          doc.groups.members!.find(({ key: of }) => of === `${key}${member}`)!,
          values,
        )
        await records.write(tx, list.bdt, { type: 'edit', id: 'uji' }, [
          { key, version: 0, kind: 'repair', outcome: 'repaired', state: 'accepted', doc },
        ])
      })
    await change('HA001', '02', { sta_keberadaan_art: 2 })
    await change('HA002', '01', { ada_pkh: 1 })
    const told = async () => (await blockersOf(list)).list.map(({ record, message }) => [record!.key, message.key])
    assert.deepEqual(
      (await told()).toSorted(),
      [
        [keys[0], 'bsp.standing.holder'],
        [keys[1], 'bsp.standing.pkh'],
      ].toSorted(),
    )
    const { login } = await supervisorOf(list.regency.code)
    const refused = await aceHere<{ problems: { household: string; message: string }[] }>(
      ...(['plugin:finalise', 'bsp', '--regency', list.regency.code, '--as', login, '--json'] as const),
    )
    assert.equal(refused.code, 1)
    assert.include(
      refused.json.problems.find(({ household }) => household === keys[0])!.message,
      'pengurus pengganti ini meninggal',
    )
    const [news] = await inScope(list.regency.code, (tx) =>
      query<{ kinds: string }>(
        tx,
        `select string_agg(kind, ' ' order by kind) as kinds from module_news where regency_code = ? and state = 'open'`,
        [list.regency.code],
      ),
    )
    assert.equal(news!.kinds, 'holder_died proposed_family_pkh', 'both are told the moment they are known')
    await acting(list, async (tx, place) => {
      const { doc, version } = structuredClone((await records.working(tx, place, [keys[0]!])).get(keys[0]!)!)
      const [man, woman] = doc.groups.members!
      Object.assign(man!, { pengurus: 1 })
      Object.assign(woman!, { pengurus: 2, sta_keberadaan: 2 })
      doc.values.nama_pengurus = String(man!.nama)
      await records.write(tx, place, { type: 'edit', id: 'uji' }, [
        { key: keys[0]!, version, kind: 'new', outcome: 'new', state: 'accepted', doc },
      ])
      await records.decide(tx, place, [keys[1]!], { take: 'withdraw', reason: 'Menerima PKH' })
    })
    assert.deepEqual(await told(), [])
  })

  test('a proposal of a file is accepted only once it is tied to a vacancy', async ({ assert }) => {
    const list = await testList()
    const [a] = list.regency.villages as [string]
    const house = await inScope(list.regency.code, async (tx) => (await records.base(tx, list.bdt, ['HA001'])).get('HA001')!)
    const proposal = kpm(a, 'usulan-1', {})
    proposal.groups.members = proposal.groups.members!.map((member, index) => ({
      ...{
        ...member,
        nik: house.groups.members![index]!.nik!,
        no_kk: house.groups.families![0]!.nokk!,
        tgl_lahir: house.groups.members![index]!.tgl_lahir!,
      },
    }))
    await acting(list, (tx, place) =>
      records.write(tx, place, { type: 'import', id: 'uji' }, [
        { key: 'usulan-1', version: 0, kind: 'new', outcome: 'new', state: 'received', doc: proposal },
      ]),
    )
    assert.equal(await codeOf(accept(list, 'usulan-1')), 'E_BSP_NO_VACANCY')
    await decideOutcome(list, 'A001', 'refused')
    await acting(list, (tx, place) => tieProposal(tx, place, 'A001', 'usulan-1'))
    await accept(list, 'usulan-1')
    assert.equal((await sheetOf(list)).quota.used, 5)
  })

  test('accepting all that is clean in a village leaves a substitute for later until the vacancy is open', async ({ assert }) => {
    const list = await testList()
    const { login } = await supervisorOf(list.regency.code)
    await decideOutcome(list, 'A001', 'well_off')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    await acting(list, (tx, place) => records.decide(tx, place, ['A001'], { take: 'reopen' }))
    const states = () =>
      inScope(list.regency.code, async (tx) => {
        const working = await records.working(tx, list.place, ['A001', key])
        return ['A001', key].map((one) => working.get(one)?.state)
      })
    const village = list.regency.villages[0]!
    const clean = () => aceHere('update:accept', '--clean', '--module', 'bsp', '--village', village, '--as', login, '--json')
    assert.containsSubset((await clean()).json, { accepted: 1 })
    assert.deepEqual(await states(), ['accepted', 'received'])
    assert.containsSubset((await clean()).json, { accepted: 1 })
    assert.deepEqual(await states(), ['accepted', 'accepted'])
    assert.containsSubset((await clean()).json, { accepted: 0 })
  })

  test('a proposal whose members stand in two families of the BDT is not given to either of them', async ({ assert }) => {
    const list = await testList()
    const [a] = list.regency.villages as [string]
    const houses = await inScope(list.regency.code, (tx) => records.base(tx, list.bdt, ['HA001', 'HA002']))
    const proposal = kpm(a, 'usulan-3')
    for (const [index, key] of ['HA001', 'HA002'].entries()) {
      proposal.groups.members![index]!.nik = houses.get(key)!.groups.members![0]!.nik!
    }
    await decideOutcome(list, 'A001', 'refused')
    await acting(list, (tx, place) =>
      records.write(tx, place, { type: 'import', id: 'uji' }, [
        { key: 'usulan-3', version: 0, kind: 'new', outcome: 'new', state: 'received', doc: proposal },
      ]),
    )
    assert.equal(
      await codeOf(acting(list, (tx, place) => tieProposal(tx, place, 'A001', 'usulan-3'))),
      'E_BSP_SUBSTITUTE_SEVERAL',
    )
  })

  test('a family that is not in the BDT cannot come in', async ({ assert }) => {
    const list = await testList()
    const [a] = list.regency.villages as [string]
    await decideOutcome(list, 'A001', 'refused')
    const stranger = kpm(a, 'usulan-2')
    await acting(list, (tx, place) =>
      records.write(tx, place, { type: 'import', id: 'uji' }, [
        { key: 'usulan-2', version: 0, kind: 'new', outcome: 'new', state: 'received', doc: stranger },
      ]),
    )
    assert.equal(await codeOf(acting(list, (tx, place) => tieProposal(tx, place, 'A001', 'usulan-2'))), 'E_BSP_NOT_IN_BDT')
  })

  test('a family that is put back is not refused; its place given twice stands against finalising', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'well_off')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    await accept(list, key)
    await acting(list, (tx, place) => records.decide(tx, place, ['A001'], { take: 'withdraw', reason: 'Keberatan diterima' }))
    const sheet = await sheetOf(list)
    assert.deepEqual([sheet.quota.used, sheet.quota.excess, balances(sheet)], [6, 1, false])
    const { list: blockers } = await blockersOf(list)
    assert.sameMembers(
      blockers.map(({ id }) => id),
      ['kuota', `kuota:${list.regency.villages[0]}`, `pengganti:${key}`],
    )
  })
})
