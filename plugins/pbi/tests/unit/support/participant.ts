import type { ChildRow, Problem, RecordDoc, RuleContext } from '#core/plugin'
import { rules } from '../../../rules/index.js'
import { form } from '../../../rules/support.js'

export const TODAY = '2026-11-25'

/** A participant in order. */
export function participant(change: (doc: RecordDoc) => void = () => undefined): RecordDoc {
  const doc: RecordDoc = {
    key: 'P1',
    values: {
      ...{ id_pbi: 'P1', village_code: '33.71.01.1003', alamat: 'JL UJI 1', nama_peserta: 'UJI PESERTA', percentile: 7 },
      ...{ no_bpjs: '0001234569901', segmen_bpjs: 1 },
    },
    groups: {
      persons: [
        {
          ...{ key: 'o1', id_art: '337101100300000101', nama: 'UJI PESERTA', nik: '3201014507859901', no_kk: '3201010101189901' },
          ...{ hubkel: 2, jns_kel: 2, tmp_lahir: 'MAGELANG', tgl_lahir: '1985-07-05', sta_keberadaan: 1 },
        },
      ],
    },
  }
  change(doc)
  return doc
}

export function person(doc: RecordDoc): ChildRow {
  return doc.groups.persons![0]!
}

export function problemsOf(doc: RecordDoc, context: Partial<RuleContext> = {}): Problem[] {
  return form.evaluate(rules, doc, { today: TODAY, outcome: 'repaired', kind: 'repair', base: participant(), ...context })
}
