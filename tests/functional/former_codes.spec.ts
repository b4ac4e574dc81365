import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { knownOf, misplacedAt } from '#services/accounts/judge'
import { namedRegency } from '#services/named_region'
import { nextSerial } from '#services/profiles/preview'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'
import { aceHere } from '#tests/support/ace'
import { regencyForTest } from '#tests/support/places'

test.group('A regency that got another code twice', () => {
  test('is found by its first code wherever one is typed, and both tell the code of today', async ({ assert, cleanup }) => {
    const { code } = await regencyForTest()
    const [first, { code: second }] = ['98.71', await regencyForTest()]
    const aliases = () => db.connection('owner').from('region_aliases').whereIn('old_code', [first, second])
    const row = (from: string, to: string) => ({ old_code: from, new_code: to, valid_from: '2022-11-17', decree: 'UU uji' })
    await db
      .connection('owner')
      .table('region_aliases')
      .multiInsert([row(first, second), row(second, code)])
    cleanup(() => aliases().delete().then())
    for (const typed of [first, '9871', second, code]) assert.equal(await namedRegency(typed), code, typed)
    const known = await scope.run(await nationalScope(SYSTEM), (tx) => knownOf(tx, [{ login: 'uji', region: first }]))
    assert.deepEqual(misplacedAt('supervisor_regency', first, known), {
      id: `Kode wilayah ${first} sudah tidak berlaku sejak pemekaran. Pakai ${code}.`,
      en: `Region code ${first} is no longer in force since the region was divided. Use ${code}.`,
    })
  })

  test('is meant by every command that is given its former code, and a region that never was is told (S05)', async ({
    assert,
  }) => {
    const ask = async (...args: string[]) =>
      (await aceHere<{ error?: { code: string; message: string } }>(args[0]!, ...args.slice(1), '--json')).json
    const today = await ask('decision:list', '--regency', '96.71')
    assert.include(['E_PERIOD_NONE', 'listed'], today.error?.code ?? 'listed')
    for (const typed of ['92.71', '9271']) assert.deepEqual(await ask('decision:list', '--regency', typed), today, typed)
    const switched = await ask('plugin:switch', 'pbi', '--region', '92.71', '--on', '--dry-run')
    assert.deepInclude(switched, { region: '96.71' })
    const simulated = ['siks:simulate', '--village', '99.99.01.2001', '--module', 'bdt', '--out', 'uji.siks']
    for (const [command, ...args] of [
      ['update:list', '--state', 'received', '--regency', '33.2'],
      ['plugin:switch', 'pbi', '--region', '33,2', '--on', '--dry-run'],
      ['user:create', 'uji.kode', '--role', 'supervisor_regency', '--region', '33.2'],
    ])
      assert.match((await ask(command!, ...args)).error!.message, /Mungkin maksudnya 33\.20 Kab\. Jepara\?/, command)
    assert.match((await ask('siks:issue', '--village', '33.71.1.1003')).error!.message, /maksudnya 33\.71\.01\.1003 /)
    for (const [command, ...args] of [['letter:list'], simulated] as string[][]) {
      assert.equal((await ask(command!, ...args, '--regency', '99.99')).error?.code, 'E_REGION_UNKNOWN', command)
    }
  })

  test('goes on with the numbers of its letters, which the preview tells before the first of the new code', async ({
    assert,
    cleanup,
  }) => {
    const [{ code: old }, { code }] = [await regencyForTest(), await regencyForTest()]
    const owner = db.connection('owner')
    const alias = { old_code: old, new_code: code, valid_from: '2022-11-17', decree: 'UU uji' }
    await owner.table('region_aliases').insert(alias)
    cleanup(() => owner.from('region_aliases').where('old_code', old).delete().then())
    await scope.run(scope.of([old], SYSTEM), (tx) =>
      tx.trx.table('letter_counters').insert({ regency_code: old, year: 2026, last: 7 }).then(),
    )
    const next = (year: number) => scope.run(scope.of([old, code], SYSTEM), (tx) => nextSerial(tx, code, year))
    assert.deepEqual([await next(2026), await next(2027)], [8, 1])
  })
})
