import { test } from '@japa/runner'
import { nipFault } from '#domain/nip'

const TODAY = '2026-11-26'

test.group('NIP', () => {
  for (const [nip, fault] of [
    ['196501011990031099', null],
    ['197001011995032991', null],
    ['199512312020121001', null],
    ['199001152024211007', null],
    ['19650101199003109', 'LENGTH'],
    ['1965010119900310990', 'LENGTH'],
    ['19650101199003109A', 'LENGTH'],
    ['196502301990031099', 'BIRTH'],
    ['196513011990031099', 'BIRTH'],
    ['203001012050011001', 'BIRTH'],
    ['196501011990131099', 'APPOINTED'],
    ['196501011990001099', 'APPOINTED'],
    ['199501012027011001', 'APPOINTED'],
    ['199501012027211001', 'APPOINTED'],
    ['196501011960031099', 'YOUNG'],
    ['196501011975031099', 'YOUNG'],
    ['196501011990033099', 'SEX'],
    ['196501011990030099', 'SEX'],
    ['196501011990031000', 'SERIAL'],
  ] as const) {
    test(`${nip} ${fault === null ? 'is one' : `is refused: ${fault}`}`, ({ assert }) => {
      assert.equal(nipFault(nip, TODAY), fault)
    })
  }
})
