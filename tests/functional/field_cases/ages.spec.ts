import { test } from '@japa/runner'
import { addDays, ageOn } from '#domain/calendar_date'
import { SeededChance } from '#services/demo/chance'
import { query, scope, SYSTEM } from '#services/scope'

/** Completed years as SQL counts them. */
async function inSql(pairs: readonly (readonly [birth: string, on: string])[]): Promise<number[]> {
  const rows = await scope.run(scope.of('33.71', SYSTEM), (tx) =>
    query<{ years: number }>(
      tx,
      `select extract(year from age(p.day, p.birth))::int as years
       from unnest(cast(? as date[]), cast(? as date[])) with ordinality as p(birth, day, place) order by p.place`,
      [pairs.map(([birth]) => birth), pairs.map(([, on]) => on)],
    ),
  )
  return rows.map(({ years }) => years)
}

test.group('Ages, in the rules and in SQL (S07)', () => {
  test('who is born on 29 February is 17 on 28 February 2026 and 18 on 1 March, in both', async ({ assert }) => {
    const pairs = [
      ['2008-02-29', '2026-02-28'],
      ['2008-02-29', '2026-03-01'],
      ['2008-02-29', '2028-02-28'],
      ['2008-02-29', '2028-02-29'],
      ['2000-02-29', '2100-02-28'],
      ['2000-02-29', '2100-03-01'],
      ['1962-12-25', '2026-12-24'],
      ['1962-12-25', '2026-12-25'],
      ['1949-01-01', '2026-11-25'],
      ['2026-11-25', '2026-11-25'],
    ] as const
    const expected = [17, 18, 19, 20, 99, 100, 63, 64, 77, 0]
    assert.deepEqual(
      pairs.map(([birth, on]) => ageOn(birth, on)),
      expected,
    )
    assert.deepEqual(await inSql(pairs), expected)
  })

  test('any two days give the same age in both', async ({ assert }) => {
    const chance = new SeededChance('umur')
    const pairs = Array.from({ length: 3000 }, () => {
      const birth = addDays('1900-01-01', chance.int(0, 46_000))
      return [birth, addDays(birth, chance.int(0, 40_000))] as const
    })
    const found = await inSql(pairs)
    pairs.forEach(([birth, on], index) => assert.equal(ageOn(birth, on), found[index], `${birth} on ${on}`))
  })
})
