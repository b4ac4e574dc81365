import { inBlock, YES_1, YES_3 } from './declare.js'

const programme = inBlock('V')

/** Programmes asked of each member and of the household; `ruled`: rule 21 holds the two against each other. */
export const PROGRAMME_LEVELS = [
  { member: 'ada_pkh', household: 'sta_pkh', name: 'PKH', ruled: true },
  { member: 'ada_kks', household: 'sta_kks', name: 'KKS/KPS', ruled: true },
  { member: 'ada_pbi', household: 'sta_kis', name: 'KIS/PBI', ruled: true },
  { member: 'ada_kip', household: 'sta_kip', name: 'KIP/BSM', ruled: false },
  { member: 'ada_rastra', household: 'sta_rastra', name: 'Rastra', ruled: false },
] as const

/** Block V.5, household: programmes the household takes part in. The alternation of codes starts again at 5a. */
export const programmeVariables = [
  programme('5a', 'code', ['sta_kks', 'KKS/KPS', 'KKS/KPS'], YES_1),
  programme('5b', 'code', ['sta_kip', 'KIP/BSM', 'KIP/BSM'], YES_3),
  programme('5c', 'code', ['sta_kis', 'KIS/BPJS Kesehatan/Jamkesmas', 'KIS/BPJS health/Jamkesmas'], YES_1),
  programme('5d', 'code', ['sta_bpjs_mandiri', 'BPJS Kesehatan peserta mandiri', 'BPJS health, self-paid'], YES_3),
  programme('5e', 'code', ['sta_jamsostek', 'Jamsostek/BPJS Ketenagakerjaan', 'Jamsostek/BPJS employment'], YES_1),
  programme('5f', 'code', ['sta_asuransi', 'Asuransi kesehatan lainnya', 'Other health insurance'], YES_3),
  programme('5g', 'code', ['sta_pkh', 'PKH', 'PKH'], YES_1),
  programme('5h', 'code', ['sta_rastra', 'Raskin/Rastra', 'Raskin/Rastra'], YES_3),
  programme('5i', 'code', ['sta_kur', 'KUR', 'KUR micro credit'], YES_1),
]
