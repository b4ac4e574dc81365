import { test } from '@japa/runner'
import { query, records, Refused } from '#core/plugin'
import { amount, inScope } from '#core/testing'
import { candidatesFor } from '../../services/candidates.js'
import { promisedIn } from '../../services/promised.js'
import { quotaSheet } from '../../services/quota.js'
import { balances, giveable } from '../../services/sheet.js'
import { shiftQuota } from '../../services/shifts.js'
import { standing } from '../../services/standing.js'
import { releaseSubstitute, takeFamily } from '../../services/substitutes.js'
import { outcomesThat } from '../../outcomes.js'
import { accept, acting, decideOutcome, giveQuota, testList, type TestList } from './support.js'

/** Histories of one run, and the acts of each. */
const HISTORIES = amount(12, 200)
const ACTS = 12
/** Histories that share a regency, each on where the last one ended. */
const IN_ONE = 4

/** A small generator that gives the same for the same seed. */
function chance(seed: number) {
  let state = seed * 2_654_435_761 + 1
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
}

type Draw = ReturnType<typeof chance>
const pick = <T>(draw: Draw, list: readonly T[]): T | undefined => list[draw(list.length)]

interface Seen {
  key: string
  kind: string
  outcome: string
  state: string
}

const rowsOf = (list: TestList) =>
  inScope(list.regency.code, (tx) =>
    query<Seen>(tx, `select key, kind, outcome, state from bsp_current where period_id = ? and regency_code = ? order by key`, [
      ...[list.place.periodId, list.regency.code],
    ]),
  )

/** One act of somebody, at random; what is refused changes nothing. */
async function act(list: TestList, draw: Draw): Promise<void> {
  const rows = await rowsOf(list)
  const families = rows.filter(({ kind }) => kind !== 'new')
  const proposals = rows.filter(({ kind }) => kind === 'new')
  const freeing = outcomesThat('frees')
  const out = families.filter(({ state, outcome }) => state === 'accepted' && freeing.some((code) => code === outcome))
  const [a, b] = list.regency.villages as [string, string]
  switch (draw(8)) {
    case 0: {
      const family = pick(draw, families)
      if (family) await decideOutcome(list, family.key, pick(draw, freeing)!, draw(4) === 0 ? 'received' : 'accepted')
      return
    }
    case 1: {
      const family = pick(draw, out)
      if (family)
        await acting(list, (tx, place) => records.decide(tx, place, [family.key], { take: 'reject', reason: 'Dipulihkan' }))
      return
    }
    case 2:
    case 3: {
      const vacancy = pick(draw, out)
      if (!vacancy) return
      await acting(list, async (tx, place) => {
        const found = await candidatesFor(tx, place, draw(2) === 0 ? a : b, '2026-11-25')
        const family = pick(draw, found)
        if (family) await takeFamily(tx, place, vacancy.key, family.family.key)
      })
      return
    }
    case 4:
    case 5: {
      const waiting = proposals.filter(({ state }) => state === 'received').map(({ key }) => key)
      if (waiting.length > 0) await accept(list, ...waiting.slice(0, 1 + draw(2)))
      return
    }
    case 6: {
      const [tie] = await inScope(list.regency.code, (tx) =>
        query<{ id: string }>(
          tx,
          `select id from bsp_substitutions where period_id = ? and released_at is null order by id limit 1`,
          [list.place.periodId],
        ),
      )
      if (tie) await acting(list, (tx, place) => releaseSubstitute(tx, place, tie.id, 'Dilepas'))
      return
    }
    default:
      if (draw(3) === 0) await giveQuota(list.regency.code, 4 + draw(6))
      else
        await acting(list, async (tx, place) => {
          const from = pick(draw, [a, b, null])!
          const free = giveable(await quotaSheet(tx, place), await promisedIn(tx, place), from)
          await shiftQuota(tx, place, {
            from,
            to: from === b ? a : b,
            places: 1 + draw(Math.max(1, free)),
            reason: 'Geseran acak',
          })
        })
  }
}

test.group('Random histories of the quota', () => {
  test('no history gives a place twice in what may be sealed, and none loses a family', async ({ assert }) => {
    let sealable = 0
    let list: TestList | undefined
    for (let seed = 1; seed <= HISTORIES; seed++) {
      if (!list || seed % IN_ONE === 1) list = await testList({ kpm: [4, 3], households: [4, 3], quota: 7 })
      const draw = chance(seed)
      for (let step = 0; step < ACTS; step++) {
        const before = (await inScope(list.regency.code, (tx) => quotaSheet(tx, list!.place))).quota
        const quotaBefore = before.limit
        try {
          await act(list, draw)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
        }
        const told = `seed ${seed}, act ${step}`
        const rows = await rowsOf(list)
        const sheet = await inScope(list.regency.code, (tx) => quotaSheet(tx, list!.place))
        assert.lengthOf(
          rows.filter(({ kind }) => kind !== 'new'),
          7,
          `${told}: every family of the edition is still known`,
        )
        const freeing = outcomesThat('frees')
        const staying = rows.filter(({ kind, state, outcome }) =>
          kind === 'new' ? state === 'accepted' : !(state === 'accepted' && freeing.some((code) => code === outcome)),
        )
        assert.equal(sheet.quota.used, staying.length, `${told}: what is counted is what is listed`)
        const ties = await inScope(list.regency.code, (tx) =>
          query<{ ties: number; vacancies: number; families: number }>(
            tx,
            `select count(*)::int as ties, count(distinct vacancy_key)::int as vacancies, count(distinct family_key)::int as families
             from bsp_substitutions where period_id = ? and released_at is null`,
            [list!.place.periodId],
          ),
        )
        assert.equal(ties[0]!.ties, ties[0]!.vacancies, `${told}: one substitute a vacancy`)
        assert.equal(ties[0]!.ties, ties[0]!.families, `${told}: one vacancy a family`)
        const placed = sheet.villages.reduce((sum, { limit }) => sum + limit, 0)
        assert.equal(placed + sheet.reserve, sheet.quota.limit, `${told}: no place is made or lost by shifting`)
        const { total } = await inScope(list.regency.code, (tx) => standing(tx, list!.place, 1))
        if (total === 0) {
          sealable++
          assert.isTrue(balances(sheet), `${told}: nothing above the quota can be sealed`)
          assert.isAtMost(sheet.quota.used, sheet.quota.limit, told)
        }
        const grown = sheet.quota.used - before.used
        const admitted = grown > 0 && sheet.quota.limit === quotaBefore && sheet.quota.exceeded
        if (admitted) {
          const restored = rows.filter(({ kind, state }) => kind === 'repair' && state === 'rejected').length
          assert.isAbove(restored, 0, `${told}: only a family that is put back goes above the quota`)
        }
      }
    }
    assert.isAbove(sealable, 0, 'some history ends in a list that may be sealed')
  }).timeout(amount(300_000, 1_200_000))
})
