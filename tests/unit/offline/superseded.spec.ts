import { test } from '@japa/runner'
import type { PackageManifest } from '#siks/package'
import { supersededBy, withOpened, type Seen } from '../../../resources/offline/work/superseded.js'

/** A package of the module `uji` in Kota Magelang. */
const opened = (number: number, edition: string, created_at: string, regency = '33.71') => ({
  ...{ number, created_at, regency: { code: regency, name: 'Kota Uji' } },
  periods: [{ module: 'uji', edition: { id: edition } }] as unknown as NonNullable<PackageManifest['periods']>,
})

test.group('A package whose period is over', () => {
  const old = opened(1, 'edition-1', '2026-01-10T09:00:00+07:00')
  const fresh = opened(7, 'edition-2', '2026-11-25T09:00:00+07:00')

  test('is known by a later package of another edition, in whatever order they were opened', ({ assert }) => {
    for (const order of [
      [old, fresh],
      [fresh, old],
    ]) {
      const seen = order.reduce<Seen[]>(withOpened, [])
      assert.deepInclude(supersededBy(seen, old)!, { number: 7, edition: 'edition-2' })
      assert.isUndefined(supersededBy(seen, fresh))
    }
  })

  test('is not told from another package of the same edition, nor from one of another regency', ({ assert }) => {
    const again = opened(2, 'edition-1', '2026-03-10T09:00:00+07:00')
    const elsewhere = opened(3, 'edition-2', '2026-11-25T09:00:00+07:00', '34.03')
    assert.isUndefined(supersededBy([again, elsewhere].reduce<Seen[]>(withOpened, []), old))
    assert.isUndefined(supersededBy([], old))
  })
})
