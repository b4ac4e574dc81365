import { test } from '@japa/runner'
import { readResetFields } from '#services/accounts/resets/fields'
import { resetPage } from '#services/accounts/resets/list'
import { ADDRESS_REQUESTS, ADDRESS_TRIES, submitRequest } from '#services/accounts/resets/submit'
import { clock } from '#services/clock'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, forgetTries, letterFor, refusalOf, scannedLetter } from './support.js'
import { requestOf, send } from './letters.js'

test.group('A letter sent without an account', (group) => {
  group.each.setup(async () => {
    await forgetTries()
    return () => clock.restore()
  })

  test('is answered the same for an account that there is and one that there is not', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const [known, unknown] = [await send(letterFor(user.login)), await send(letterFor('tidak.ada.sama.sekali'))]
    for (const { answer, receipt } of [known, unknown]) {
      assert.equal(answer.status, 302)
      assert.match(receipt, /^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/)
    }
    const [one, two] = await Promise.all(
      [known, unknown].map(async ({ visitor, receipt }) => {
        const page = await visitor.get(`/masuk/bantuan/${receipt}`)
        assert.include(page.headers.get('cache-control')!, 'no-store')
        return page.text.replaceAll(receipt, 'NOMOR').replace(/name='_csrf' value='[^']+'|content="[^"]+"|\d\d\.\d\d WIB/g, '')
      }),
    )
    assert.equal(one, two)
    assert.notInclude(one!, user.login)
    assert.include(one!, 'Diterima, menunggu pemeriksaan')
    const officer = await ministryStaff()
    assert.equal((await requestOf(officer, known.receipt)).account?.id, user.id)
    const { account, region } = await requestOf(officer, unknown.receipt)
    assert.deepEqual([account, region], [null, '00'])
    assert.equal((await new Visitor().get('/masuk/bantuan/AAAA-BBBB-CCCC')).status, 404)
  })

  test('tells each fault by its field, and judges the scan by its content', async ({ client, assert }) => {
    const faults = async (fields: Record<string, string>, scan: Buffer | null) => {
      const sent = client.post('/masuk/bantuan').withCsrfToken().fields(fields).redirects(0)
      if (scan) sent.file('scan', scan, { filename: 'surat.pdf' })
      const bag = (await sent).flashMessage('inputErrorsBag') as Record<string, string[]>
      return Object.fromEntries(Object.entries(bag).map(([name, [first]]) => [name, first!]))
    }
    const empty = await faults({ login: '' }, null)
    assert.sameMembers(Object.keys(empty), [
      ...['login', 'wish', 'sender', 'senderPhone', 'letterNumber', 'letterDate', 'officialName', 'officialPosition', 'scan'],
    ])
    assert.equal(new Set(Object.values(empty)).size, 9)
    const scan = await scannedLetter()
    const dated = async (letterDate: string) => (await faults(letterFor('uji', { letterDate }), scan)).letterDate
    assert.notEqual(await dated('31-02-2026'), undefined)
    assert.include(await dated('2019-01-01'), '90 hari')
    assert.include((await faults(letterFor('uji'), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).scan, 'Unggah')
    await forgetTries()
    assert.include((await faults(letterFor('uji'), scan.subarray(0, 900))).scan, 'PDF')
    assert.include((await faults(letterFor('uji', { senderPhone: 'rumah' }), scan)).senderPhone, 'angka')
  })

  test('a letter is dated by the calendar of its office, which may be a day ahead of the ministry’s', ({ assert }) => {
    const faultOn = (letterDate: string, now: string) =>
      readResetFields(letterFor('uji', { letterDate }), new Date(now)).problems.letterDate?.id
    const halfPastTenInJakarta = '2026-11-25T15:30:00Z'
    assert.isUndefined(faultOn('26-11-2026', halfPastTenInJakarta))
    assert.include(faultOn('27-11-2026', halfPastTenInJakarta), '26-11-2026')
    assert.include(faultOn('26-11-2026', '2026-11-25T14:59:59Z'), '25-11-2026')
    assert.isUndefined(faultOn('27-08-2026', halfPastTenInJakarta))
    assert.include(faultOn('26-08-2026', halfPastTenInJakarta), '90 hari')
  })

  test('sent twice is one request; the sixth within an hour of one network waits, and so does who sends faulty ones without end', async ({
    assert,
  }) => {
    const officer = await ministryStaff()
    const fields = letterFor('tidak.ada')
    const scan = await scannedLetter()
    const submission = { typed: fields, scan, formId: fields.formId }
    const receipts = await Promise.all([submitRequest(submission, '192.0.2.7'), submitRequest(submission, '192.0.2.7')])
    assert.equal(receipts[0], receipts[1])
    assert.equal((await as(officer, (tx) => resetPage(tx, { view: 'all', search: receipts[0]! }, { size: 5 }))).total, 1)
    for (let sent = 2; sent < ADDRESS_REQUESTS; sent++)
      await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7')
    const refused = await refusalOf(submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7'))
    assert.equal(refused?.code, 'E_RESET_RATE')
    await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.8')
    const faulty = () => submitRequest({ typed: {}, scan: null, formId: '' }, '192.0.2.9')
    for (let sent = 0; sent < ADDRESS_TRIES; sent++) assert.equal((await refusalOf(faulty()))?.code, 'E_RESET_FIELDS')
    assert.equal((await refusalOf(faulty()))?.code, 'E_RESET_RATE')
    clock.shift(61 * 60_000)
    await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7')
  })
})
