import { scope } from '#core/plugin'
import type { AddressFixture } from '#core/testing'
import { lookUpList } from '../services/list.js'
import { lookUp } from '../services/look_up.js'
import { niksOfText } from '../services/niks.js'

/** A look-up of the supervisor that found somebody, and a list. */
const addresses: AddressFixture = ({ regency, supervisor: { id, name, role }, niks: [nik] }) =>
  scope.run(scope.of(regency, { id, name, role }), async (tx) => {
    const place = { regency, address: '127.0.0.1' }
    const found = await lookUp(tx, place, { by: 'number', number: nik!, purpose: 'verval' })
    const list = await lookUpList(tx, place, 'verval', niksOfText(nik!))
    return (pattern) => ({ lookup: pattern.startsWith('/kesos/daftar/') ? list : found.id, at: '0' })
  })

export default addresses
