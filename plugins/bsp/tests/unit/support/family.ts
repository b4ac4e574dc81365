import type { ChildRow, Problem, RecordDoc, RuleContext } from '#core/plugin'
import { rules } from '../../../rules/index.js'
import { form } from '../../../rules/support.js'

export const TODAY = '2026-11-25'

function head(): ChildRow {
  return {
    ...{
      key: 'm1',
      id_art: '337101100300000101',
      nama: 'UJI KEPALA',
      nik: '3201011204789902',
      no_kk: '3201010101189901',
      pengurus: 2,
    },
    ...{
      hubkel: 1,
      jns_kel: 1,
      tmp_lahir: 'MAGELANG',
      tgl_lahir: '1978-04-12',
      namagadis_ibukandung: 'UJI IBU',
      sta_keberadaan: 1,
    },
  }
}

function wife(): ChildRow {
  return {
    ...{ ...head(), key: 'm2', id_art: '337101100300000102', nama: 'UJI ISTRI', nik: '3201014507859901', pengurus: 1, hubkel: 2 },
    ...{ jns_kel: 2, tgl_lahir: '1985-07-05' },
  }
}

function daughter(): ChildRow {
  return {
    ...{ ...head(), key: 'm3', id_art: '337101100300000103', nama: 'UJI ANAK', nik: '3201014403149920', hubkel: 3, jns_kel: 2 },
    tgl_lahir: '2014-03-04',
  }
}

/** A family in order: its card is in the name of the wife. */
export function family(change: (doc: RecordDoc) => void = () => undefined): RecordDoc {
  const doc: RecordDoc = {
    key: 'K1',
    values: {
      ...{
        id_kpm: 'K1',
        village_code: '33.71.01.1003',
        alamat: 'JL UJI 1',
        nama_pengurus: 'UJI ISTRI',
        nama_kepala_keluarga: 'UJI KEPALA',
      },
      ...{ jenis_bsp: 2, no_kks: '6013000000009901', no_rekening: '0000009901', sta_rekening: 1, sta_pkh: 2, percentile: 7 },
    },
    groups: { members: [head(), wife(), daughter()] },
  }
  change(doc)
  return doc
}

export function member(doc: RecordDoc, key: string): ChildRow {
  return doc.groups.members!.find((row) => row.key === key)!
}

export function problemsOf(doc: RecordDoc, context: Partial<RuleContext> = {}): Problem[] {
  return form.evaluate(rules, doc, { today: TODAY, outcome: 'repaired', kind: 'repair', base: family(), ...context })
}
