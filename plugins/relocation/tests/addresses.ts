import { scope } from '#core/plugin'
import type { AddressFixture } from '#core/testing'
import { makePlan } from '../services/plans.js'

/** A plan that waits to be run, and a household that may be parted. */
const addresses: AddressFixture = ({ regency, village, supervisor: { id, name, role } }) =>
  scope.run(scope.of(regency, { id, name, role }), async (tx) => {
    const request = { kind: 'records', module: 'bdt', moves: [{ key: 'H1', to: village }] } as const
    const plan = await makePlan(tx, { regency, source: 'records', request })
    return () => ({ module: 'bdt', key: 'H1', id: plan.id })
  })

export default addresses
