import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { findIssued } from '#verification/issues/stored'
import { applyMove, applyUndo, type MoveEffect } from '#verification/moves/index'
import { movedSince } from '#verification/moves/packages'
import { supervisorOf } from '#tests/support/people'
import {
  changed,
  household,
  inDesk,
  NOON,
  openDesk,
  recordsOf,
  take,
  working,
  type Desk,
} from '#tests/functional/imports/support'

const HOUR = 3_600_000

/** Makes the desk's package one that was handed out an hour ago. */
function handOut(desk: Desk): Promise<unknown> {
  return inDesk(desk, (tx) =>
    query(tx, 'update issues set simulated = false, made_at = ? where regency_code = ? and id = ?', [
      ...[new Date(NOON.getTime() - HOUR), desk.regency.code, desk.issue.id],
    ]),
  )
}

const movedIn = (desk: Desk) =>
  inDesk(desk, async (tx) => movedSince(tx, (await findIssued(tx, desk.regency.code, desk.issue.id))!))

test.group('Packages whose households move', (group) => {
  group.each.teardown(() => clock.restore())

  test('are named by the move, say so themselves, and what comes back from them is taken in the new village', async ({
    client,
    assert,
  }) => {
    const desk = await openDesk((village) => [household('M1', village, 1), household('M2', village, 2)])
    const { regency, village, own, place } = desk
    const [, other] = regency.villages as [string, string]
    await handOut(desk)
    assert.equal(await movedIn(desk), 0)
    const id = uuid()
    const effect = await applyMove(own, regency.code, {
      request: { kind: 'records', module: place.module.name, moves: [{ key: 'M1', to: other }] },
      order: { id, reason: 'Pindah rumah' },
      along: async (_tx, done: MoveEffect) => done,
    })
    assert.deepEqual(
      effect.packages.map(({ id: issue, villages }) => [issue, villages]),
      [[desk.issue.id, [village]]],
    )
    assert.equal(await movedIn(desk), 1)
    const page = await client.get(`/paket/${desk.issue.id}`).loginAs(await supervisorOf(regency.code))
    page.assertTextIncludes('1 data dipindahkan antar desa sejak paket ini dibuat')

    const answers = ['M1', 'M2'].map((key, at) => ({ doc: changed(household(key, village, at + 1), { alamat: 'JL BARU' }) }))
    const file = await take(desk, { records: answers })
    assert.equal(file.state, 'applied')
    assert.deepEqual(
      (await recordsOf(desk, file)).map((record) => [record.key, record.applied, record.village]),
      [
        ['M1', true, other],
        ['M2', true, village],
      ],
    )
    const stands = async (key: string) => {
      const { values } = (await working(desk, key))!.doc
      return [values.village_code, values.alamat]
    }
    assert.deepEqual(await stands('M1'), [other, 'JL BARU'])
    assert.deepEqual(await stands('M2'), [village, 'JL BARU'])

    await applyUndo(own, regency.code, { id, reason: 'Salah desa', along: async (_tx, undone) => undone })
    assert.deepEqual(await stands('M1'), [village, 'JL BARU'], 'what the village answered stays')
    assert.equal(await movedIn(desk), 0)
  })
})
