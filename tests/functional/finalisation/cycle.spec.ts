import { test } from '@japa/runner'
import { acceptLetter, generateLetter, readScan, resultFiles, stepsOf, uploadScan } from '#verification/finalise/index'
import { contentOfFile, giveProfile, household, inPlace, periodOf, seal, testRegister, update, write } from './support.js'

test.group('Cycle of one period', () => {
  test('a period goes from open over seal, letter and signed scan to accepted, each step with person and time', async ({
    assert,
  }) => {
    const { place, docs, regency } = await testRegister()
    await giveProfile(place.regency)
    const changed = { ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL BARU 7' } }
    await write(place, [
      update(changed),
      update(docs[1]!, { outcome: 'not_found' }),
      update(docs[2]!, { state: 'returned' }),
      update(household(regency.villages[0]!, 'N091'), { kind: 'new', outcome: 'new' }),
    ])
    const sealed = await seal(place)
    assert.equal(sealed.state, 'finalised')
    assert.match(sealed.sealRoot!, /^[0-9a-f]{64}$/)
    assert.equal(sealed.totals!.records, 6)
    const files = await inPlace(place, (tx) => resultFiles(tx, place))
    assert.includeMembers(
      files.map(({ kind }) => kind),
      ['siksresult', 'csv', 'xlsx', 'annex', 'hashes', 'annexes'],
    )
    const { letter, made } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
    assert.isTrue(made)
    assert.match(letter.number, /^470\/001\/\d{4}$/)
    const content = await contentOfFile(place, letter.fileId)
    const scan = await readScan(content)
    assert.equal(scan.code, letter.code)
    const uploaded = await inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, false))
    assert.equal(uploaded.scanQr, 'read')
    await inPlace(place, async (tx) => acceptLetter(tx, await periodOf(place)))
    const steps = await inPlace(place, (tx) => stepsOf(tx, place))
    assert.deepEqual(
      steps.map(({ step }) => step),
      ['finalising', 'finalised', 'letter_generated', 'letter_uploaded', 'accepted'],
    )
  })
})
