import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { actorByLogin } from '#services/actors'
import { saveContacts } from '#services/announcements/contacts'
import { sentenceOf } from '#services/fault'
import { dispatch } from '#services/jobs/dispatch'
import { addJobHandler } from '#services/jobs/handlers'
import { runJob } from '#services/jobs/run_job'
import { unknownVersion } from '#services/offline/errors'
import { CONSOLE, scope } from '#services/scope'
import { registerSecrets } from '#services/secrets'
import { letterProfile } from '#verification/finalise/letter_profile'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, forgetTries } from '../accounts_desk/support.js'

async function stranger(): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.get('/masuk')
  await visitor.post('/bahasa', { locale: 'en' })
  return visitor
}

async function supervisor(regency: string): Promise<Visitor> {
  const visitor = await stranger()
  const user = await supervisorOf(regency)
  await user.merge({ locale: 'en' }).save()
  await visitor.post('/masuk', { login: user.login, password: PASSWORD })
  return visitor
}

test.group('Who reads English is refused in English', () => {
  test('an address that does not exist is told in the language that was chosen, without a session too', async ({ client }) => {
    const chosen = await client.post('/bahasa').form({ locale: 'en' }).withCsrfToken().redirects(0)
    chosen.assertCookie('siks_bahasa')
    const english = await client.get('/tidak-ada').withPlainCookie('siks_bahasa', 'en')
    english.assertStatus(404)
    english.assertTextIncludes('This page or record does not exist')
    ;(await client.get('/tidak-ada')).assertTextIncludes('Halaman atau data ini tidak ada')
  })

  test('at the sign-in and the change of a password', async ({ assert }) => {
    const visitor = await stranger()
    await visitor.post('/masuk', { login: `nobody.${Date.now()}`, password: 'not-the-password' })
    assert.include((await visitor.get('/masuk')).text, 'Wrong user name or password. After 5 wrong attempts')
    const office = await supervisor((await regencyForTest()).code)
    await office.get('/kata-sandi')
    await office.post('/kata-sandi', { current: PASSWORD, next: 'abcdefghijklm', repeat: 'abcdefghijklm' })
    assert.include((await office.get('/kata-sandi')).text, 'its characters follow one another, like 123456 or abcdef.')
    await office.post('/kata-sandi', { current: PASSWORD, next: 'Benar-Uji-2026', repeat: 'Lain-Uji-2026' })
    assert.include((await office.get('/kata-sandi')).text, 'The password typed again differs from the new one.')
  })

  test('at the letter for a new way in, field by field', async ({ assert, cleanup }) => {
    cleanup(forgetTries)
    const visitor = await stranger()
    await visitor.get('/masuk/bantuan')
    await visitor.post('/masuk/bantuan', { login: 'uji', wish: 'both', letterDate: '01-01-2019', senderPhone: 'rumah' })
    const { text } = await visitor.get('/masuk/bantuan')
    for (const told of [
      'Some fields need correcting. Choose the file of the scan again before you send.',
      'This assignment letter is more than 90 days old.',
      'Write a telephone number of at least 5 digits, such as 0812 3456 7890. Besides digits only + ( ) . - and blanks.',
      'Attach a scan of the assignment letter (PDF, JPG or PNG).',
      'Write the name of the sender.',
    ])
      assert.include(text, told)
  })

  test('at a profile that cannot be, its picture and its letter number', async ({ assert }) => {
    const visitor = await supervisor((await regencyForTest()).code)
    await visitor.get('/profil')
    const form = new FormData()
    const typed = { 'person[name]': 'Petugas', 'institution[postal_code]': '5', 'signing[number_pattern]': '{kode}/{tahun}' }
    for (const [name, value] of Object.entries({ version: '0', 'institution[name]': 'x'.repeat(121), ...typed })) {
      form.set(name, value)
    }
    form.set('photo', new Blob(['<html></html>'], { type: 'image/png' }), 'photo.png')
    const { text } = await visitor.post('/profil', form)
    for (const told of [
      'Name of the institution: at most 120 characters.',
      'A postal code has 5 digits.',
      'The pattern of letter numbers cannot be used: {nomor} must be in it, so that no two letters have the same number.',
      'This file is a web page, not a picture. Upload a PNG, JPEG or WebP picture.',
    ])
      assert.include(text, told)
  })

  test('at a desk and at what is written to it, field by field', async ({ client, assert }) => {
    const visitor = await supervisor((await regencyForTest()).code)
    await visitor.get('/masukan')
    await visitor.post('/masukan', { body: '' })
    const { text } = await visitor.get('/masukan')
    for (const told of ['Not saved yet: 2 fields need correcting.', 'Choose the kind.', 'This field is required.']) {
      assert.include(text, told)
    }
    const one = await as(await ministryStaff(), (tx) => saveContacts(tx, {})).catch((error: Error) => error)
    assert.equal(sentenceOf(one as Error, { locale: 'en' }).split('.')[0], 'Not saved yet: 1 field needs correcting')
    const officer = await ministryStaff()
    const sheet = await client
      .get(`/admin/modul/${registry.all()[0]!.name}/00?ke=off&mulai=01-01-2020`)
      .loginAs(officer)
      .withSession({ locale: 'en' })
    assert.include(sheet.text(), 'The first day 01-01-2020 is over. Leave it empty to begin now.')
  })

  test('at a version of the offline application and at a command by another’s name', async ({ assert }) => {
    assert.equal(sentenceOf(unknownVersion('9.9.9'), { locale: 'en' }), 'Version 9.9.9 was never published.')
    const refused = await actorByLogin('nobody.at.all').catch((error: Error) => error)
    assert.equal(sentenceOf(refused as Error, { locale: 'en' }), 'There is no user named "nobody.at.all".')
  })

  test('at a letter whose profile is not complete, with the fields as the form calls them', async ({ assert }) => {
    const { code } = await regencyForTest()
    const refused = await inScope(code, (tx) => letterProfile(tx, code)).catch((error: Error) => error)
    assert.equal(
      sentenceOf(refused as Error, { locale: 'en' }),
      'Complete the signing profile first: Name of the official, Position, Letterhead, Place of signing, Pattern of letter numbers.',
    )
  })

  test('by the progress of a job that found no room, and by one that failed', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const user = await supervisorOf(code)
    const endOf = async (name: string, error: Error) => {
      addJobHandler({ name, run: () => Promise.reject(error) })
      const id = await scope.run(scope.of(code, CONSOLE), (tx) => dispatch(tx, { name, regency: code }))
      await runJob(id, code, 'test')
      const told = async (locale: string) => {
        const answer = await client.get(`/pekerjaan/${id}.json`).loginAs(user).withSession({ locale })
        return String((answer.body() as { message: unknown }).message)
      }
      return [await told('id'), await told('en')]
    }
    const full = await endOf('test.english.full', Object.assign(new Error('no room'), { code: 'ENOSPC' }))
    assert.match(full[0]!, /^Ruang penyimpanan server penuh/)
    assert.match(full[1]!, /^The storage of the server is full, so this job was cancelled/)
    const failed = await endOf('test.english.failed', new Error('unforeseen'))
    assert.match(failed[0]!, /^Pekerjaan berhenti karena kesalahan di server/)
    assert.match(failed[1]!, /^The job ended by a fault of the server/)
  })

  test('at a secret without a purpose', async ({ client }) => {
    const { code } = await regencyForTest()
    registerSecrets(`test.english.${code}`, async () => ({ regency: code, value: '1' }))
    const asked = { object_type: `test.english.${code}`, object_id: 'p', field: 'nik' }
    const answer = await client
      .post('/rahasia/buka')
      .loginAs(await supervisorOf(code))
      .withSession({ locale: 'en' })
      .withCsrfToken()
      .header('accept', 'application/json')
      .json(asked)
    answer.assertStatus(422)
    answer.assertBodyContains({ error: { message: 'Choose a purpose before you open secret data.' } })
  })
})
